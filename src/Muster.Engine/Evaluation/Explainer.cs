using System.Diagnostics;
using Muster.Engine.Columns;
using Muster.Engine.Partitions;
using Muster.Engine.Plans;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;

namespace Muster.Engine.Evaluation;

/// <summary>Says why one profile matches a rule or not: each node is evaluated for it alone, and the values that decided are read.</summary>
internal sealed class Explainer(Population population, IReadOnlyDictionary<string, StaticList> lists, Moment moment)
{
    private readonly Planner _planner = new(population, lists, moment);

    /// <summary>The explanation; null where there is no such profile.</summary>
    public Explanation? Explain(BoundRule rule, ProfileKey profile)
    {
        int ordinal = population.Find(profile.Kind, profile.Id);
        if (ordinal < 0 || !population.IsAlive(ordinal))
        {
            return null;
        }

        Selection selection = new(population, [ordinal]);
        Span<ulong> audience = [0];
        selection.In(rule.Audience, audience);
        int next = 0;
        return new(profile, audience[0] != 0, Explain(rule.Root, selection, rule.Pointers, ref next));
    }

    private ExplainedNode Explain(BoundNode node, Selection profile, IReadOnlyList<string> pointers, ref int next)
    {
        string pointer = pointers[next++];
        List<ExplainedNode> nodes = [];
        if (node is BoundNode.Group group)
        {
            foreach (BoundNode inner in group.Nodes)
            {
                nodes.Add(Explain(inner, profile, pointers, ref next));
            }
        }

        return new(pointer, Holds(_planner.Of(node), profile), ValuesOf(node, profile), nodes);
    }

    private static bool Holds(Plan plan, Selection profile)
    {
        Span<ulong> result = [0];
        plan.Evaluate(profile, [1], result);
        return result[0] != 0;
    }

    private List<ExplainedValue> ValuesOf(BoundNode node, Selection profile)
    {
        switch (node)
        {
            case BoundNode.Group:
                return [];
            case BoundNode.Condition(var source, _, _):
                return [new(source.OfCompany ? "company." + source.Field.Name : source.Field.Name, ValueOf(source, profile))];
            case BoundNode.Related related:
                (long rows, long matching) = ((RelatedPlan)_planner.Of(related)).CountOf(profile);
                return [new("rows", FieldValue.OfNumber(rows)), new("matching", FieldValue.OfNumber(matching))];
            case BoundNode.Aggregate aggregate:
                string of = aggregate.Of is { } field ? $"{aggregate.Object}.{field.Name}" : aggregate.Object;
                string name = $"{aggregate.Function.ToString().ToLowerInvariant()}({of})";
                return [new(name, ((AggregatePlan)_planner.Of(aggregate)).ValueOf(profile, 0))];
            case BoundNode.Membership(_, var sources):
                return [.. sources.Where(source => Holds(_planner.Of(new BoundNode.Membership(false, [source])), profile)).Select(Name)];
            default:
                throw new UnreachableException($"No arm for {node.GetType().Name}");
        }
    }

    private static ExplainedValue Name(MembershipSource source) => source switch
    {
        MembershipSource.Dynamic(var id, _, _) => new("segment", FieldValue.OfText(id)),
        MembershipSource.Static(var id) => new("list", FieldValue.OfText(id)),
        _ => throw new UnreachableException($"No arm for {source.GetType().Name}"),
    };

    private FieldValue ValueOf(FieldSource source, Selection profile)
    {
        if (source.OfCompany)
        {
            return profile.Companies is { Count: 1 } company && company.OfKind(ProfileKind.Company)[0] != 0 && company.Alive[0] != 0
                ? ValueOf(source with { OfCompany = false }, company)
                : default;
        }

        return source.Derived is { } derived ? ValueOf(derived, profile) : Field(profile, source.Field.Name);
    }

    private FieldValue ValueOf(DerivedField derived, Selection profile)
    {
        switch (derived)
        {
            case DerivedField.ClientType:
                ProfileKind kind = population.KindOf(profile.OrdinalAt(0));
                return kind is ProfileKind.Contact or ProfileKind.Company ? FieldValue.OfText(Audiences.ObjectOf(kind)) : default;
            case DerivedField.EmailDomain:
                return Field(profile, "email") is { IsMissing: false } email ? FieldValue.OfText(TextMatcher.Domain.Of(email.AsText())) : default;
            case DerivedField.Age:
                return Field(profile, "birthday") is { IsMissing: false } birthday
                    ? FieldValue.OfNumber(Age.On(ZoneDays.ToDate(_planner.Tests.Today), birthday.AsDate()))
                    : default;
            case DerivedField.DaysSinceCreated:
                return Field(profile, "created_at") is { IsMissing: false } created ? FieldValue.OfNumber(_planner.Tests.DaysSince(created.AsDateTime())) : default;
            case DerivedField.HasEmail:
                return FieldValue.OfBoolean(!Field(profile, "email").IsMissing);
            case DerivedField.HasPhone:
                return FieldValue.OfBoolean(!Field(profile, "phone").IsMissing);
            case DerivedField.HasMessenger:
                return FieldValue.OfBoolean(!Field(profile, "messenger").IsMissing);
            case DerivedField.HadDeals:
                FieldSource had = new(new(nameof(had), FieldType.Boolean, ""), derived);
                return FieldValue.OfBoolean(Holds(_planner.Of(new BoundNode.Condition(had, new ValueTest.BooleanIs(true), false)), profile));
            default:
                return _planner.Kept(derived) is var (derivation, values)
                    ? profile.Derived(derivation, values).Get(0)
                    : throw new UnreachableException($"No arm for {derived}");
        }
    }

    private FieldValue Field(Selection profile, string name) =>
        population.Layout.SlotOf(name) is var slot and >= 0 ? profile.Column(slot)?.Get(0) ?? default : default;
}
