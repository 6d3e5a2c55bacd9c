using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using NodaTime;

namespace Muster.Rules.Binding;

/// <summary>Holds rules against a schema: finds every error there is, or makes of a rule what any backend can run.</summary>
/// <param name="schema">The schema.</param>
/// <param name="zone">The workspace's zone, in which instants without an offset are meant.</param>
/// <param name="memberships">The segments and lists that rules may refer to.</param>
/// <remarks>Thread-safe if the catalogue is. Cost: O(nodes), those of referred segments once each.</remarks>
public sealed class RuleBinder(CrmSchema schema, DateTimeZone zone, IMembershipCatalog memberships)
{
    /// <summary>Binds a rule.</summary>
    /// <param name="rule">The rule. What is disabled in it is not looked at.</param>
    /// <param name="audience">The audience.</param>
    /// <param name="self">
    /// The segment that the rule is to be saved as, so that a rule which comes to refer to itself is found out before it is; null for a rule on its own.
    /// </param>
    public BindResult Bind(Rule.Group rule, Audience audience, MembershipDefinition? self = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        MembershipBinder references = new(schema, zone, memberships);
        return references.BindRoot(rule, audience, self);
    }
}

/// <summary>A bound rule, or what is wrong with it.</summary>
/// <param name="Rule">The rule; null where there are errors.</param>
/// <param name="Errors">All errors, in the order of the rule.</param>
/// <param name="Warnings">What is allowed but hardly meant: conditions that can never be true. They are there for a bound rule as well.</param>
public sealed record BindResult(BoundRule? Rule, IReadOnlyList<RuleError> Errors, IReadOnlyList<RuleError> Warnings);
