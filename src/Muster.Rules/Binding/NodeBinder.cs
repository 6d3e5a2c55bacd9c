using System.Diagnostics;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Binding;

/// <summary>Binds the tree of one rule.</summary>
internal sealed class NodeBinder(CrmSchema schema, DateTimeZone zone, MembershipBinder memberships, Audience audience)
{
    private readonly Findings _findings = new();
    private readonly List<string> _pointers = [];
    private int _nodes;

    /// <summary>How many nodes the bound tree has, those of referred segments counted.</summary>
    public int Nodes => _nodes;

    /// <summary>Whether the audience is that of leads, which by its meaning are linked to no company.</summary>
    private bool HoldsLeads => audience == Audience.Leads;

    public BindResult Bind(Rule.Group rule)
    {
        // A rule that is switched off as a whole tests nothing, and so holds everyone, as an empty one does.
        BoundNode.Group root = BindGroup(rule.Disabled ? Rule.Group.Everyone : rule, "", new ProfileScope(this));
        return new(_findings.Errors.Count == 0 ? new(audience, root, _pointers) : null, _findings.Errors, _findings.Warnings);
    }

    private BoundNode.Group BindGroup(Rule.Group group, string pointer, Scope scope)
    {
        scope.Enter(pointer);
        List<BoundNode> nodes = [];
        for (int i = 0; i < group.Rules.Count; i++)
        {
            if (!group.Rules[i].Disabled && BindNode(group.Rules[i], $"{pointer}/rules/{i}", scope) is { } node)
            {
                nodes.Add(node);
            }
        }

        return new(group.Combinator, group.Negated, nodes.ToEquatableArray());
    }

    private BoundNode? BindNode(Rule rule, string pointer, Scope scope)
    {
        if (rule is Rule.Group group)
        {
            return BindGroup(group, pointer, scope);
        }

        scope.Enter(pointer);
        return rule switch
        {
            Rule.Compare compare => BindCompare(compare, pointer, scope),
            Rule.Related related => scope.BindRelated(related, pointer),
            Rule.Aggregate aggregate => scope.BindAggregate(aggregate, pointer),
            Rule.Membership membership => scope.BindMembership(membership, pointer),
            _ => throw new UnreachableException($"No arm for {rule.GetType().Name}"),
        };
    }

    private BoundNode.Condition? BindCompare(Rule.Compare compare, string pointer, Scope scope)
    {
        if (scope.Resolve(compare.Field, $"{pointer}/field") is not { } source)
        {
            return null;
        }

        ValueBinder values = new(zone, _findings, compare.Field, source.Field.Type, pointer);
        if (values.Bind(compare.Operator, compare.Value) is not { } tested)
        {
            return null;
        }

        if (tested is { Test: ValueTest.Missing, Negated: false } && scope.IsNeverMissing(source))
        {
            _findings.NeverTrue(pointer, $"This can never be true: \"{compare.Field}\" is never missing.");
        }
        else if (scope.IsAlwaysMissing(source) && tested.Negated == tested.Test is ValueTest.Missing)
        {
            _findings.NeverTrue(pointer, $"This can never be true: {Audiences.NameOf(audience)} are linked to no company.");
        }

        return new(source, tested.Test, tested.Negated);
    }

    private BoundNode.Related? BindRelated(Rule.Related related, string pointer)
    {
        ObjectType? type = FieldResolver.Related(schema, audience, related.Object, $"{pointer}/field", _findings);
        bool counts = related.Quantifier is Quantifier.AtLeast or Quantifier.AtMost or Quantifier.Exactly;
        if (counts && related.Threshold < 0)
        {
            _findings.Error(RuleErrorCode.InvalidValue, $"{pointer}/match/threshold", $"There cannot be {related.Threshold} rows; the number is at least 0.");
        }

        return type is null ? null : new(type.Name, related.Quantifier, counts ? related.Threshold : 0, BindWhere(related.Where, $"{pointer}/value", type));
    }

    private BoundNode.Aggregate? BindAggregate(Rule.Aggregate aggregate, string pointer)
    {
        if (FieldResolver.Related(schema, audience, aggregate.Object, $"{pointer}/field", _findings) is not { } type)
        {
            return null;
        }

        BoundNode.Group where = BindWhere(aggregate.Where, $"{pointer}/where", type);
        if (!AggregateTypes.TryResult(aggregate, type, pointer, _findings, out Field? of, out FieldType result))
        {
            return null;
        }

        string name = AggregateTypes.Describe(aggregate);
        if (new ValueBinder(zone, _findings, name, result, pointer).Bind(aggregate.Operator, aggregate.Value) is not { } tested)
        {
            return null;
        }

        if (tested is { Test: ValueTest.Missing, Negated: false } && AggregateTypes.IsNeverMissing(aggregate.Function))
        {
            _findings.NeverTrue(pointer, $"This can never be true: {name} is 0 where there are no rows, and never missing.");
        }

        return new(type.Name, aggregate.Function, of, where, tested.Test, tested.Negated);
    }

    private BoundNode.Membership? BindMembership(Rule.Membership membership, string pointer) =>
        memberships.Bind(membership, audience, pointer, _findings, ref _nodes);

    private FieldSource? ResolveOnProfile(string field, string pointer) => FieldResolver.OfProfile(schema, audience, field, pointer, _findings);

    private BoundNode.Group BindWhere(Rule.Group where, string pointer, ObjectType type) =>
        BindGroup(where.Disabled ? Rule.Group.Everyone : where, pointer, new RowScope(this, type));

    /// <summary>What conditions are on: profiles, or the rows of a related object.</summary>
    private abstract class Scope(NodeBinder binder)
    {
        protected NodeBinder Binder { get; } = binder;

        public virtual void Enter(string pointer) => Binder._nodes++;

        public abstract FieldSource? Resolve(string field, string pointer);

        public abstract bool IsNeverMissing(FieldSource source);

        public abstract bool IsAlwaysMissing(FieldSource source);

        public abstract BoundNode? BindRelated(Rule.Related related, string pointer);

        public abstract BoundNode? BindAggregate(Rule.Aggregate aggregate, string pointer);

        public abstract BoundNode? BindMembership(Rule.Membership membership, string pointer);
    }

    private sealed class ProfileScope(NodeBinder binder) : Scope(binder)
    {
        public override void Enter(string pointer)
        {
            base.Enter(pointer);
            Binder._pointers.Add(pointer);
        }

        public override FieldSource? Resolve(string field, string pointer) => Binder.ResolveOnProfile(field, pointer);

        public override bool IsNeverMissing(FieldSource source) =>
            !source.OfCompany && source.Derived is DerivedField.HadDeals or DerivedField.HasEmail or DerivedField.HasPhone or DerivedField.HasMessenger
                or DerivedField.ActivityCount or DerivedField.DealCount or DerivedField.OrderCount or DerivedField.LifetimeValue;

        public override bool IsAlwaysMissing(FieldSource source) => source.OfCompany && Binder.HoldsLeads;

        public override BoundNode? BindRelated(Rule.Related related, string pointer) => Binder.BindRelated(related, pointer);

        public override BoundNode? BindAggregate(Rule.Aggregate aggregate, string pointer) => Binder.BindAggregate(aggregate, pointer);

        public override BoundNode? BindMembership(Rule.Membership membership, string pointer) => Binder.BindMembership(membership, pointer);
    }

    private sealed class RowScope(NodeBinder binder, ObjectType type) : Scope(binder)
    {
        public override FieldSource? Resolve(string field, string pointer) => FieldResolver.OfRow(type, field, pointer, Binder._findings);

        public override bool IsNeverMissing(FieldSource source) => false;

        public override bool IsAlwaysMissing(FieldSource source) => false;

        public override BoundNode? BindRelated(Rule.Related related, string pointer) => Refuse(RuleErrorCode.UnknownObject, pointer, $"one on rows of \"{related.Object}\"");

        public override BoundNode? BindAggregate(Rule.Aggregate aggregate, string pointer) => Refuse(RuleErrorCode.UnknownObject, pointer, AggregateTypes.Describe(aggregate));

        public override BoundNode? BindMembership(Rule.Membership membership, string pointer) =>
            Refuse(RuleErrorCode.UnknownMembership, pointer, membership.Kind == MembershipKind.Segment ? "one on segments" : "one on lists");

        private BoundNode? Refuse(RuleErrorCode code, string pointer, string found)
        {
            Binder._findings.Error(
                code, $"{pointer}/field", $"Within a rule on {type.Plural} there are only groups and conditions on the fields of the {type.Name}; {found} belongs beside it, not within.");
            return null;
        }
    }
}
