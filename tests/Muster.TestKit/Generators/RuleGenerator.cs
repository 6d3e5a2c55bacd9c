using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.TestKit;

/// <summary>Makes well-typed rules of every leaf, operator, quantifier, aggregate and window, whose values are mostly those of the data.</summary>
/// <param name="random">What chooses.</param>
/// <param name="data">Gives the schema, and the segments and lists to refer to.</param>
/// <param name="pools">What values are drawn from.</param>
public sealed class RuleGenerator(Random random, Dataset data, ValuePools pools)
{
    private const int MaxLevels = 4;

    private static readonly FieldType[] Summed = [FieldType.Number, FieldType.Money];

    private static readonly FieldType[] Ordered = [FieldType.Number, FieldType.Money, FieldType.Date, FieldType.DateTime];

    private static readonly FieldType[] Single =
        [FieldType.Text, FieldType.Number, FieldType.Money, FieldType.Boolean, FieldType.Date, FieldType.DateTime, FieldType.Link];

    private readonly LiteralGenerator _literals = new(random, pools);

    /// <summary>A rule over an audience.</summary>
    public Rule.Group Rule(Audience audience) => Group(audience, 1);

    private Rule.Group Group(Audience audience, int level) => Joined(random.Next(0, level == 1 ? 5 : 4), () => Node(audience, level + 1));

    private Rule.Group Joined(int rules, Func<Rule> rule) => new(
        random.Chance(0.6) ? Combinator.And : Combinator.Or, Enumerable.Range(0, rules).Select(_ => rule()).ToEquatableArray(), random.Chance(0.15));

    private Rule Node(Audience audience, int level)
    {
        Rule node = random.Next(level < MaxLevels ? 10 : 8) switch
        {
            0 or 1 or 2 or 3 => ProfileCondition(audience),
            4 or 5 => Related(audience),
            6 => Aggregate(audience),
            7 => data.Segments.Count + data.Lists.Count == 0 ? ProfileCondition(audience) : Membership(),
            _ => Group(audience, level),
        };
        return node with { Disabled = random.Chance(0.07) };
    }

    private Rule.Compare ProfileCondition(Audience audience)
    {
        bool ofCompany = audience != Audience.Companies && random.Chance(0.2);
        ProfileKind[] kinds = ofCompany ? [ProfileKind.Company] : [.. Audiences.KindsOf(audience)];
        Field[] fields = [.. kinds.SelectMany(kind => data.Schema.Of(kind).Fields).DistinctBy(field => field.Name)];
        Field field = AnyField(fields);
        (Operator op, Literal value) = _literals.For(field, ofProfile: true);
        return new(ofCompany ? "company." + field.Name : field.Name, op, value);
    }

    private Rule.Related Related(Audience audience)
    {
        ObjectType type = AnyObject(audience);
        Quantifier quantifier = random.Pick(Enum.GetValues<Quantifier>());
        int threshold = quantifier is Quantifier.AtLeast or Quantifier.AtMost or Quantifier.Exactly ? random.Next(0, 4) : 0;
        return new(type.Name, quantifier, threshold, Where(type, 1));
    }

    private Rule.Aggregate Aggregate(Audience audience)
    {
        ObjectType type = AnyObject(audience);
        AggregateFunction function = random.Pick(Enum.GetValues<AggregateFunction>());
        FieldType[] fits = function switch
        {
            AggregateFunction.Sum or AggregateFunction.Avg => Summed,
            AggregateFunction.Min or AggregateFunction.Max => Ordered,
            _ => Single,
        };
        Field[] fields = [.. type.Fields.Where(field => fits.Contains(field.Type))];
        if (fields.Length == 0 || (function == AggregateFunction.Count && random.Chance(0.6)))
        {
            (Operator op, Literal value) = _literals.ForCount();
            return new(type.Name, AggregateFunction.Count, null, Where(type, 2), op, value);
        }

        Field of = AnyField(fields);
        (Operator Operator, Literal Value) test = function is AggregateFunction.Count or AggregateFunction.Distinct ? _literals.ForCount() : _literals.For(of, ofProfile: false);
        return new(type.Name, function, of.Name, Where(type, 2), test.Operator, test.Value);
    }

    /// <summary>A rule on one row: empty, one condition, or a few with groups among them.</summary>
    private Rule.Group Where(ObjectType type, int level) => Joined(random.Next(0, 4 - level), () =>
    {
        Rule node = random.Chance(0.15) && level < 3 ? Where(type, level + 1) : RowCondition(type);
        return node with { Disabled = random.Chance(0.05) };
    });

    private Rule.Compare RowCondition(ObjectType type)
    {
        Field field = AnyField(type.Fields);
        (Operator op, Literal value) = _literals.For(field, ofProfile: false);
        return new(field.Name, op, value);
    }

    private Rule.Membership Membership()
    {
        bool segments = data.Segments.Count > 0 && (data.Lists.Count == 0 || random.Chance(0.5));
        string[] names = segments ? [.. data.Segments.Keys] : [.. data.Lists.Keys];
        return new(segments ? MembershipKind.Segment : MembershipKind.List, random.Chance(0.4), random.Some(names, 2).ToEquatableArray());
    }

    private ObjectType AnyObject(Audience audience)
    {
        string[] owners = [.. Audiences.KindsOf(audience).Select(Audiences.ObjectOf)];
        return random.Pick([.. data.Schema.Objects.Where(type => type.Owners.Any(owner => owners.Contains(owner.LinksTo)))]);
    }

    /// <summary>Any field; numbers, money, dates, tags and ready-made ones, which are few, more often than their share.</summary>
    private Field AnyField(IReadOnlyList<Field> fields)
    {
        Field[] few = [.. fields.Where(field => field.Type is not FieldType.Text || field.Origin != FieldOrigin.Standard)];
        return few.Length > 0 && random.Chance(0.6) ? random.Pick(few) : random.Pick(fields);
    }
}
