using System.Diagnostics;
using Muster.Engine.Columns;
using Muster.Engine.Derived;
using Muster.Engine.Partitions;
using Muster.Engine.Rows;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Engine.Plans;

/// <summary>Turns bound rules into plans, for one evaluation: against the data as it is, at one moment.</summary>
/// <param name="population">The data.</param>
/// <param name="lists">The members of lists, by id.</param>
/// <param name="moment">When.</param>
/// <param name="share">Whether equal leaves are given one plan, which remembers what it gave for a selection.</param>
internal sealed class Planner(Population population, IReadOnlyDictionary<string, StaticList> lists, Moment moment, bool share = false)
{
    private readonly Dictionary<BoundNode, SharedPlan> _shared = [];
    private readonly TestPlanner _tests = new(moment, population.Find);

    private Layout Layout => population.Layout;

    /// <summary>Days and ages of this moment.</summary>
    public TestPlanner Tests => _tests;

    /// <summary>A node that profiles are tested with, and its plan.</summary>
    public PlanTree TreeOf(BoundNode node)
    {
        if (node is not BoundNode.Group(var combinator, var negated, var nodes))
        {
            return new(node, Of(node), []);
        }

        PlanTree[] trees = [.. nodes.Select(TreeOf)];
        return new(node, new GroupPlan(combinator, negated, [.. trees.Select(tree => tree.Plan)]), trees);
    }

    /// <summary>The plan of a node that profiles are tested with.</summary>
    public Plan Of(BoundNode node)
    {
        if (node is BoundNode.Group(var combinator, var negated, var nodes))
        {
            return new GroupPlan(combinator, negated, [.. nodes.Select(Of)]);
        }

        if (!share)
        {
            return OfLeaf(node);
        }

        if (_shared.TryGetValue(node, out SharedPlan? known))
        {
            known.IsShared = true;
            return known;
        }

        SharedPlan added = new(OfLeaf(node));
        _shared.Add(node, added);
        return added;
    }

    private Plan OfLeaf(BoundNode node) => node switch
    {
        BoundNode.Condition(var source, var test, var negated) when source.OfCompany =>
            new CompanyPlan(OfSource(source, test, negated: false), withoutCompany: test is ValueTest.Missing, negated),
        BoundNode.Condition(var source, var test, var negated) => OfSource(source, test, negated),
        BoundNode.Related(var name, var quantifier, var threshold, var where) =>
            new RelatedPlan(StoreOf(name), quantifier, threshold, OfRows(StoreOf(name), where)),
        BoundNode.Aggregate aggregate => OfAggregate(aggregate),
        BoundNode.Membership(var negated, var sources) => OfMembership(negated, sources.AsSpan()),
        _ => throw new UnreachableException($"No arm for {node.GetType().Name}"),
    };

    /// <summary>For a ready-made field that is computed over rows and kept, what is kept and how it is computed; null for the others.</summary>
    public (Derivation Derivation, IDerivedValues Values)? Kept(DerivedField derived) => derived switch
    {
        DerivedField.ActivityCount => CountOf("activity"),
        DerivedField.DealCount => CountOf("deal"),
        DerivedField.OrderCount => CountOf("order"),
        DerivedField.LastActivityAt => (Layout.LastActivity, new LatestActivity(
            Layout.LastActivity.OwnSlot,
            [.. Layout.Activities.Select(activity => (Store: StoreOf(activity.Object), activity.Times)).Select(part => (part.Store, part.Times.Select(part.Store.Type.IndexOf).ToArray()))])),
        DerivedField.LifetimeValue => (Layout.LifetimeValue, new LifetimeValues(new(
            AggregateFunction.Sum,
            FieldType.Money,
            [Earned("order", "paid", new ValueTest.BooleanIs(true)), Earned("deal", "status", new ValueTest.TextIn(["won"]))],
            new ValueTest.Missing(),
            columnTest: null,
            negated: false))),
        _ => null,
    };

    private ObjectStore StoreOf(string name) =>
        Layout.Find(name) ?? throw new ArgumentException($"The rule names an object \"{name}\" that the engine's schema lacks.");

    private Plan OfSource(FieldSource source, ValueTest test, bool negated)
    {
        if (source.Derived is { } derived)
        {
            return OfDerived(derived, test, negated);
        }

        int slot = Layout.SlotOf(source.Field.Name);
        return slot < 0 ? Nothing(test, negated) : new ConditionPlan(slot, _tests.Of(test, Layout.ProfileFields[slot]), negated);
    }

    private static ConditionPlan Nothing(ValueTest test, bool negated) =>
        new(-1, test is ValueTest.Missing ? MissingTest.Instance : NoValueTest.Instance, negated);

    private Plan OfDerived(DerivedField derived, ValueTest test, bool negated)
    {
        switch (derived)
        {
            case DerivedField.ClientType:
                return OfClientType(test, negated);
            case DerivedField.EmailDomain:
                int email = Layout.SlotOf("email");
                return new ConditionPlan(email, new TextTest(TestPlanner.DomainMatcherOf(test), Layout.ProfileFields[email].Dictionary), test is ValueTest.Missing != negated);
            case DerivedField.Age:
                return new ConditionPlan(Layout.SlotOf("birthday"), test is ValueTest.NumberIn ages ? _tests.OfAge(ages) : Missing(test), negated);
            case DerivedField.DaysSinceCreated:
                return new ConditionPlan(Layout.SlotOf("created_at"), test is ValueTest.NumberIn days ? _tests.OfDaysSince(days) : Missing(test), negated);
            case DerivedField.HasEmail:
                return IsFilled("email", test, negated);
            case DerivedField.HasPhone:
                return IsFilled("phone", test, negated);
            case DerivedField.HasMessenger:
                return IsFilled("messenger", test, negated);
            case DerivedField.HadDeals:
                return OfHadDeals(test, negated);
            case DerivedField.LastActivityAt:
                return OfKept(derived, _tests.Of(test, Layout.ProfileFields[Layout.SlotOf("last_activity_at")]), negated);
            case DerivedField.LifetimeValue:
                return OfKept(derived, test is ValueTest.MoneyIn ? _tests.Of(test, StoreOf("deal").Fields[StoreOf("deal").Type.IndexOf("amount")]) : NoValueTest.Instance, negated);
            default:
                return OfKept(derived, TestPlanner.OfWhole(test), negated);
        }
    }

    private static ColumnTest Missing(ValueTest test) => test is ValueTest.Missing ? MissingTest.Instance : NoValueTest.Instance;

    private ConditionPlan IsFilled(string field, ValueTest test, bool negated) => test is ValueTest.BooleanIs(var filled)
        ? new(Layout.SlotOf(field), MissingTest.Instance, filled != negated)
        : new(-1, NoValueTest.Instance, negated);

    private Plan OfHadDeals(ValueTest test, bool negated)
    {
        if (test is not ValueTest.BooleanIs(var had))
        {
            return new ConditionPlan(-1, NoValueTest.Instance, negated);
        }

        GroupPlan any = new(Combinator.And, negated: false, []);
        return new GroupPlan(
            Combinator.Or,
            had == negated,
            [new RelatedPlan(StoreOf("deal"), Quantifier.Some, 0, any), new RelatedPlan(Layout.DeletedDeals, Quantifier.Some, 0, any)]);
    }

    private static GroupPlan OfClientType(ValueTest test, bool negated)
    {
        ProfileKind[] clients = [ProfileKind.Contact, ProfileKind.Company];
        KindPlan holds = test is ValueTest.Missing
            ? new([ProfileKind.Lead, ProfileKind.Recipient])
            : new([.. clients.Where(kind => TestPlanner.MatcherOf(test).Holds(Audiences.ObjectOf(kind)))]);
        return new(Combinator.And, negated, [holds]);
    }

    private DerivedPlan OfKept(DerivedField derived, ColumnTest test, bool negated)
    {
        (Derivation derivation, IDerivedValues values) = Kept(derived) ?? throw new UnreachableException($"No arm for {derived}");
        return new(derivation, values, test, negated);
    }

    private (Derivation Derivation, IDerivedValues Values) CountOf(string name) => (StoreOf(name).RowCount, new RowCounts(StoreOf(name)));

    private AggregatePart Earned(string name, string field, ValueTest test)
    {
        ObjectStore store = StoreOf(name);
        int slot = store.Type.IndexOf(field);
        return new(store, store.Type.IndexOf("amount"), new(Combinator.And, negated: false, [new ConditionPlan(slot, _tests.Of(test, store.Fields[slot]), negated: false)]));
    }

    private AggregatePlan OfAggregate(BoundNode.Aggregate aggregate)
    {
        ObjectStore store = StoreOf(aggregate.Object);
        int slot = aggregate.Of is { } field ? store.Type.IndexOf(field.Name) : -1;
        if (aggregate.Of is not null && slot < 0)
        {
            throw new ArgumentException($"The rule names a field {aggregate.Object}.{aggregate.Of.Name} that the engine's schema lacks.");
        }

        bool ofRow = aggregate.Function is AggregateFunction.Min or AggregateFunction.Max or AggregateFunction.First or AggregateFunction.Last;
        return new(
            aggregate.Function,
            aggregate.Of?.Type,
            [new(store, slot, OfRows(store, aggregate.Where))],
            aggregate.Test,
            ofRow ? _tests.Of(aggregate.Test, store.Fields[slot]) : null,
            aggregate.Negated);
    }

    private MembershipPlan OfMembership(bool negated, ReadOnlySpan<MembershipSource> sources)
    {
        List<(Audience, Plan)> segments = [];
        List<StaticList> members = [];
        foreach (MembershipSource source in sources)
        {
            switch (source)
            {
                case MembershipSource.Dynamic(_, var audience, var root):
                    segments.Add((audience, Of(root)));
                    break;
                case MembershipSource.Static(var id):
                    if (lists.TryGetValue(id, out StaticList? list))
                    {
                        members.Add(list);
                    }

                    break;
                default:
                    throw new UnreachableException($"No arm for {source.GetType().Name}");
            }
        }

        return new([.. segments], [.. members], negated);
    }

    private GroupPlan OfRows(ObjectStore store, BoundNode.Group where) =>
        new(where.Combinator, where.Negated, [.. where.Nodes.Select(node => OfRow(store, node))]);

    private Plan OfRow(ObjectStore store, BoundNode node)
    {
        switch (node)
        {
            case BoundNode.Group group:
                return OfRows(store, group);
            case BoundNode.Condition(var source, var test, var negated):
                int slot = store.Type.IndexOf(source.Field.Name);
                return slot < 0 ? Nothing(test, negated) : new ConditionPlan(slot, _tests.Of(test, store.Fields[slot]), negated);
            default:
                throw new ArgumentException($"A {node.GetType().Name} cannot be tested on a related row.", nameof(node));
        }
    }
}
