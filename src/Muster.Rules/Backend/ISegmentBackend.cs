using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.Rules.Backend;

/// <summary>
/// What evaluates rules. Every backend gives the same answers for the same data, moment and rule; the tests' naive evaluator says which.
/// Thread-safe. A call sees the data before or after a batch of changes, never within.
/// </summary>
public interface ISegmentBackend
{
    /// <summary>How many profiles match, out of how many.</summary>
    ValueTask<RuleCount> CountAsync(BoundRule rule, Moment moment, CancellationToken cancellationToken = default);

    /// <summary>How many match the whole and each condition on its own, and the first of them.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="moment">When and where.</param>
    /// <param name="limit">Profiles in the sample at most, from 0.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<RulePreview> PreviewAsync(BoundRule rule, Moment moment, int limit, CancellationToken cancellationToken = default);

    /// <summary>All members, each once, in an order that stays the same while the data does.</summary>
    IAsyncEnumerable<ProfileKey> MembersAsync(BoundRule rule, Moment moment, CancellationToken cancellationToken = default);

    /// <summary>Why a profile matches or does not; null where there is no such profile.</summary>
    ValueTask<Explanation?> ExplainAsync(BoundRule rule, ProfileKey profile, Moment moment, CancellationToken cancellationToken = default);

    /// <summary>Which of the rules each of the profiles matches. A profile that does not exist, or is outside a rule's audience, matches it not.</summary>
    /// <remarks>Cost: grows with rules × profiles given, not with the profiles there are.</remarks>
    ValueTask<RuleMatches> EvaluateAsync(
        IReadOnlyList<BoundRule> rules, IReadOnlyList<ProfileKey> profiles, Moment moment, CancellationToken cancellationToken = default);
}

/// <summary>The instant and zone of an evaluation: one for the whole rule.</summary>
/// <param name="Now">The instant; what is below the millisecond does not count.</param>
/// <param name="Zone">The workspace's time zone.</param>
public readonly record struct Moment(Instant Now, DateTimeZone Zone);

/// <summary>Names a profile. Ids are unique within a kind.</summary>
public readonly record struct ProfileKey(ProfileKind Kind, string Id)
{
    /// <summary>For instance <c>contact:42</c>.</summary>
    public override string ToString() => $"{Audiences.ObjectOf(Kind)}:{Id}";
}

/// <summary>A count.</summary>
/// <param name="Count">Profiles that match.</param>
/// <param name="Total">Profiles in the audience.</param>
public readonly record struct RuleCount(long Count, long Total);

/// <summary>A preview.</summary>
/// <param name="Count">Profiles that match.</param>
/// <param name="Total">Profiles in the audience.</param>
/// <param name="Sample">The first that match, in the order of <see cref="ISegmentBackend.MembersAsync"/>.</param>
/// <param name="Conditions">How many of the audience match each node on its own, in the order of <see cref="BoundRule.Pointers"/>.</param>
public sealed record RulePreview(long Count, long Total, IReadOnlyList<ProfileKey> Sample, IReadOnlyList<long> Conditions);

/// <summary>Why a profile matches a rule or not.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="InAudience">Whether it is in the rule's audience at all.</param>
/// <param name="Root">The rule's root; whether it holds is told without regard to the audience.</param>
public sealed record Explanation(ProfileKey Profile, bool InAudience, ExplainedNode Root)
{
    /// <summary>Whether the profile is a member.</summary>
    public bool Matches => InAudience && Root.Holds;
}

/// <summary>A node of a rule, as it is for one profile.</summary>
/// <param name="Pointer">Its JSON pointer.</param>
/// <param name="Holds">Whether it is true.</param>
/// <param name="Values">The values that decided: the field's; of a related condition <c>rows</c> and <c>matching</c>; of an aggregate its result; of a membership the ids that it is in.</param>
/// <param name="Nodes">The nodes of a group.</param>
public sealed record ExplainedNode(string Pointer, bool Holds, IReadOnlyList<ExplainedValue> Values, IReadOnlyList<ExplainedNode> Nodes);

/// <summary>A value that decided.</summary>
/// <param name="Name">For instance <c>country</c>, <c>company.size</c>, <c>rows</c>, <c>sum(order.amount)</c>.</param>
/// <param name="Value">The value; a backend may give text as it compares it, folded.</param>
public readonly record struct ExplainedValue(string Name, FieldValue Value);

/// <summary>Which rules which profiles match.</summary>
public sealed class RuleMatches(int rules, int profiles)
{
    private readonly bool[] _bits = new bool[checked(rules * profiles)];

    /// <summary>Whether the profile, by its position in what was asked, matches the rule, by its.</summary>
    public bool this[int rule, int profile]
    {
        get => _bits[(rule * profiles) + profile];
        set => _bits[(rule * profiles) + profile] = value;
    }
}
