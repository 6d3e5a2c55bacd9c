using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using NodaTime;

namespace Muster.Rules.Binding;

/// <summary>Binds a rule and the segments that it refers to, each once, and refuses those that come to refer to themselves.</summary>
internal sealed class MembershipBinder(CrmSchema schema, DateTimeZone zone, IMembershipCatalog memberships)
{
    /// <summary>Nodes at most, those of referred segments counted wherever they are referred to.</summary>
    private const int MaxNodesWithReferences = 100_000;

    private readonly Dictionary<(MembershipKind Kind, string Id), Referred> _bound = [];
    private readonly List<(MembershipKind Kind, string Id, string Name)> _path = [];

    public BindResult BindRoot(Rule.Group rule, Audience audience, MembershipDefinition? self)
    {
        if (self is not null)
        {
            _path.Add((MembershipKind.Segment, self.Id, self.Name));
        }

        return Bind(rule, audience, out _);
    }

    /// <summary>Binds a condition's sources; null where one of them is wrong.</summary>
    public BoundNode.Membership? Bind(Rule.Membership rule, Audience audience, string pointer, Findings findings, ref int nodes)
    {
        if (rule.Names.Count == 0)
        {
            findings.Error(RuleErrorCode.UnknownMembership, $"{pointer}/value", $"The condition names no {Noun(rule.Kind)}; it takes at least one.");
            return null;
        }

        List<MembershipSource> sources = [];
        bool reachable = false;
        for (int i = 0; i < rule.Names.Count; i++)
        {
            string place = $"{pointer}/value/{i}";
            if (memberships.Find(rule.Kind, rule.Names[i]) is not { } definition)
            {
                findings.Error(
                    RuleErrorCode.UnknownMembership, place, $"There is no {Noun(rule.Kind)} \"{rule.Names[i]}\".", NearMiss.Suggest(rule.Names[i], memberships.Names(rule.Kind)));
                continue;
            }

            reachable |= definition.Audience is not { } theirs || Audiences.KindsOf(theirs).Intersect(Audiences.KindsOf(audience)).Any();
            if (Source(rule.Kind, definition, place, findings, ref nodes) is { } source && !sources.Contains(source))
            {
                sources.Add(source);
            }
        }

        if (!reachable && !rule.Negated && sources.Count > 0)
        {
            findings.NeverTrue(pointer, $"This can never be true: what it refers to holds no {Audiences.NameOf(audience)}.");
        }

        return new(rule.Negated, sources.ToEquatableArray());
    }

    private static string Noun(MembershipKind kind) => kind == MembershipKind.Segment ? "segment" : "list";

    private MembershipSource? Source(MembershipKind kind, MembershipDefinition definition, string pointer, Findings findings, ref int nodes)
    {
        int known = _path.FindIndex(step => step.Kind == kind && step.Id == definition.Id);
        if (known >= 0)
        {
            IEnumerable<string> names = [.. _path.Skip(known).Select(step => step.Name), definition.Name];
            findings.Error(RuleErrorCode.Cycle, pointer, $"The segment would refer to itself: {string.Join(" → ", names)}.");
            return null;
        }

        if (definition.Rule is null)
        {
            return new MembershipSource.Static(definition.Id);
        }

        if (_path.Count >= RuleLimits.MaxDepth)
        {
            findings.Error(RuleErrorCode.TooLarge, pointer, $"Segments refer to segments over more than {RuleLimits.MaxDepth} levels.");
            return null;
        }

        Referred referred = Refer(kind, definition);
        if (referred.Result.Errors is [var first, ..])
        {
            findings.Error(first.Code, pointer, first.Code == RuleErrorCode.Cycle ? first.Message : $"In the {Noun(kind)} \"{definition.Name}\": {first.Message}");
            return null;
        }

        nodes += referred.Nodes;
        if (nodes > MaxNodesWithReferences)
        {
            nodes = MaxNodesWithReferences;
            findings.Error(RuleErrorCode.TooLarge, pointer, $"The rule and the segments that it refers to have more than {MaxNodesWithReferences} conditions.");
            return null;
        }

        return new MembershipSource.Dynamic(definition.Id, definition.Audience!.Value, referred.Result.Rule!.Root);
    }

    private Referred Refer(MembershipKind kind, MembershipDefinition definition)
    {
        if (_bound.TryGetValue((kind, definition.Id), out Referred? referred))
        {
            return referred;
        }

        _path.Add((kind, definition.Id, definition.Name));
        referred = new(Bind(definition.Rule!, definition.Audience!.Value, out int nodes), nodes);
        _path.RemoveAt(_path.Count - 1);
        _bound.Add((kind, definition.Id), referred);
        return referred;
    }

    private BindResult Bind(Rule.Group rule, Audience audience, out int nodes)
    {
        nodes = 0;
        if (RuleSize.Check(rule) is { } tooLarge)
        {
            return new(null, [tooLarge], []);
        }

        NodeBinder binder = new(schema, zone, this, audience);
        BindResult result = binder.Bind(rule);
        nodes = binder.Nodes;
        return result;
    }

    private sealed record Referred(BindResult Result, int Nodes);
}
