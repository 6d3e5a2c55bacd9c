using System.Diagnostics;
using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.TestKit;

/// <summary>
/// The meaning of a rule, written to be obvious: it reads the syntax tree itself and plain records, and shares no code with the binder or a backend.
/// It sees the dataset as it was when the evaluator was made. Names are the exact names of fields; an unknown one is an error of the test.
/// </summary>
public sealed class NaiveEvaluator
{
    private readonly Dataset _data;
    private readonly Moment _moment;
    private readonly ILookup<(string Object, ProfileKey Owner), Record> _rows;
    private readonly ILookup<ProfileKey, Record> _deletedDeals;

    /// <param name="data">The data.</param>
    /// <param name="moment">When and where.</param>
    public NaiveEvaluator(Dataset data, Moment moment)
    {
        _data = data;
        _moment = moment;

        var records = data.Records.Values.Where(record => record.Type.Kind == ObjectKind.Related && record.Type.Name != "item");
        var items = records.SelectMany(parent => parent.Items, (parent, item) => (Row: item, Owned: parent));
        _rows = (from pair in records.Select(record => (Row: record, Owned: record)).Concat(items)
                 from owner in OwnersOf(pair.Owned)
                 select (pair.Row, Owner: owner)).ToLookup(pair => (pair.Row.Type.Name, pair.Owner), pair => pair.Row);
        _deletedDeals = (from deal in data.DeletedDeals.Values
                         from owner in OwnersOf(deal)
                         select (deal, owner)).ToLookup(pair => pair.owner, pair => pair.deal);
    }

    /// <summary>The profiles of an audience for which the rule holds, in no particular order.</summary>
    public IEnumerable<ProfileKey> Members(Rule.Group rule, Audience audience) => _data.Profiles.Where(profile => Holds(rule, audience, profile));

    /// <summary>Whether a profile is a member: it exists, is in the audience, and the rule holds for it.</summary>
    public bool Holds(Rule.Group rule, Audience audience, ProfileKey profile) => InAudience(profile, audience) && HoldsNode(rule, profile);

    /// <summary>Whether a profile exists and is in the audience.</summary>
    public bool InAudience(ProfileKey profile, Audience audience) => _data.Find(profile) is { } record && audience switch
    {
        Audience.Contacts => profile.Kind == ProfileKind.Contact,
        Audience.Companies => profile.Kind == ProfileKind.Company,
        Audience.Clients => profile.Kind is ProfileKind.Contact or ProfileKind.Company,
        Audience.Leads => profile.Kind == ProfileKind.Lead && CanBeReached(record) && record["contact"].IsMissing && record["company"].IsMissing,
        _ => throw new UnreachableException($"No arm for {audience}"),
    };

    /// <summary>Whether one node of a rule, on its own, is true for a profile that exists, without regard to any audience.</summary>
    /// <remarks>What is switched off within a group is left out of it; a rule that is switched off as a whole tests nothing, and so is true.</remarks>
    public bool HoldsNode(Rule node, ProfileKey profile) => node switch
    {
        { Disabled: true } => true,
        Rule.Group group => HoldsGroup(group, rule => HoldsNode(rule, profile)),
        Rule.Compare(var field, var op, var value) => NaiveComparison.Holds(ProfileValue(profile, field), op, value, _moment),
        Rule.Related related => HoldsRelated(related, profile),
        Rule.Aggregate aggregate => NaiveComparison.Holds(AggregateValue(aggregate, profile), aggregate.Operator, aggregate.Value, _moment),
        Rule.Membership membership => membership.Names.Any(name => IsIn(membership.Kind, name, profile)) != membership.Negated,
        _ => throw new UnreachableException($"No arm for {node.GetType().Name}"),
    };

    /// <summary>How many rows of an object belong to the profile, and how many of them match.</summary>
    public (int Rows, int Matching) RowsOf(Rule.Related related, ProfileKey profile)
    {
        IEnumerable<Record> rows = Rows(related.Object, profile);
        return (rows.Count(), rows.Count(row => HoldsRow(related.Where, row)));
    }

    /// <summary>The value of an aggregate for a profile, before it is compared.</summary>
    public FieldValue AggregateValue(Rule.Aggregate aggregate, ProfileKey profile)
    {
        IEnumerable<Record> rows = Rows(aggregate.Object, profile).Where(row => HoldsRow(aggregate.Where, row));
        return NaiveAggregate.Of(aggregate.Function, _data.Schema.Find(aggregate.Object)!, aggregate.Of, [.. rows]);
    }

    /// <summary>The value of a field of a profile, or of its company.</summary>
    public FieldValue ProfileValue(ProfileKey profile, string field)
    {
        if (field.StartsWith("company.", StringComparison.Ordinal))
        {
            FieldValue link = _data.Find(profile) is { } record ? record["company"] : default;
            ProfileKey company = new(ProfileKind.Company, link.IsMissing ? "" : link.AsText());
            return _data.Find(company) is null ? FieldValue.Missing : ProfileValue(company, field["company.".Length..]);
        }

        if (DerivedFields.Find(field) is { } derived)
        {
            return NaiveDerivedField.Of(derived, profile, _data.Find(profile)!, name => Rows(name, profile), _deletedDeals.Contains(profile), _moment);
        }

        return _data.Schema.FindOnProfiles(field) is null
            ? throw new ArgumentException($"No profile has a field \"{field}\".", nameof(field))
            : field == "id" ? FieldValue.OfText(profile.Id) : _data.Find(profile)![field];
    }

    private bool HoldsRow(Rule node, Record row) => node switch
    {
        { Disabled: true } => true,
        Rule.Group group => HoldsGroup(group, rule => HoldsRow(rule, row)),
        Rule.Compare(var field, var op, var value) => NaiveComparison.Holds(RowValue(row, field), op, value, _moment),
        _ => throw new ArgumentException($"{node.GetType().Name} cannot be tested on a row.", nameof(node)),
    };

    private FieldValue RowValue(Record row, string field) => _data.Schema.Find(row.Type.Name)!.Find(field) is null
        ? throw new ArgumentException($"{row.Type} has no field \"{field}\".", nameof(field))
        : field == "id" ? FieldValue.OfText(row.Id) : row[field];

    private static bool HoldsGroup(Rule.Group group, Func<Rule, bool> holds)
    {
        IEnumerable<Rule> rules = group.Rules.Where(rule => !rule.Disabled);
        bool result = group.Combinator == Combinator.And ? rules.All(holds) : rules.Any(holds);
        return result != group.Negated;
    }

    private bool HoldsRelated(Rule.Related related, ProfileKey profile)
    {
        (int rows, int matching) = RowsOf(related, profile);
        return related.Quantifier switch
        {
            Quantifier.Some => matching > 0,
            Quantifier.None => matching == 0,
            Quantifier.All => rows > 0 && matching == rows,
            Quantifier.AtLeast => matching >= related.Threshold,
            Quantifier.AtMost => matching <= related.Threshold,
            Quantifier.Exactly => matching == related.Threshold,
            _ => throw new UnreachableException($"No arm for {related.Quantifier}"),
        };
    }

    private bool IsIn(MembershipKind kind, string name, ProfileKey profile) => kind switch
    {
        MembershipKind.Segment => Holds(_data.Segments[name].Rule, _data.Segments[name].Audience, profile),
        MembershipKind.List => _data.Lists[name].Contains(profile),
        _ => throw new UnreachableException($"No arm for {kind}"),
    };

    private IEnumerable<Record> Rows(string objectName, ProfileKey owner) => _rows[(objectName, owner)];

    private static IEnumerable<ProfileKey> OwnersOf(Record record) =>
        from owner in record.Type.Owners
        let link = record[owner.Name]
        where !link.IsMissing
        select new ProfileKey(Audiences.KindOf(owner.LinksTo!)!.Value, link.AsText());

    private static bool CanBeReached(Record lead) => !lead["email"].IsMissing || !lead["phone"].IsMissing || !lead["messenger"].IsMissing;
}
