using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Engine.Plans;
using Muster.Rules.Backend;
using Muster.Rules.Binding;

namespace Muster.Engine.Evaluation;

/// <summary>Many rules over some profiles: leaves that rules share run once, and the profiles are divided among the cores.</summary>
internal sealed class RuleSet(Population population, Planner planner, IReadOnlyList<BoundRule> rules)
{
    // Below so many profiles a core has more to do with the rules than with the profiles.
    private const int LeastProfiles = 512;

    private readonly Plan[] _plans = [.. rules.Select(rule => planner.Of(rule.Root))];

    /// <summary>Which of the rules each of the profiles matches.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, between two rules.</exception>
    public RuleMatches Evaluate(IReadOnlyList<ProfileKey> profiles, CancellationToken cancellationToken)
    {
        RuleMatches result = new(rules.Count, profiles.Count);
        int[] ordinals = [.. profiles.Select(profile => population.Find(profile.Kind, profile.Id))];
        int[] asked = [.. Enumerable.Range(0, ordinals.Length)];
        Array.Sort(ordinals, asked);
        int known = ordinals.AsSpan().IndexOfAnyExcept(-1) is var first and >= 0 ? first : ordinals.Length;
        int share = Math.Clamp((ordinals.Length - known + Environment.ProcessorCount - 1) / Environment.ProcessorCount, LeastProfiles, Block.Size);
        List<(int Start, int End)> parts = [];
        for (int start = known; start < ordinals.Length;)
        {
            // A profile that was asked for twice stays in one part.
            int end = Math.Min(start + share, ordinals.Length);
            while (end < ordinals.Length && ordinals[end] == ordinals[end - 1])
            {
                end++;
            }

            parts.Add((start, end));
            start = end;
        }

        if (parts.Count == 1)
        {
            Evaluate(ordinals.AsSpan(known), asked.AsSpan(known), result, cancellationToken);
        }
        else if (parts.Count > 1)
        {
            Sweep.OnAllCores(
                parts.Count,
                part =>
                {
                    (int start, int end) = parts[part];
                    Evaluate(ordinals.AsSpan(start..end), asked.AsSpan(start..end), result, cancellationToken);
                },
                cancellationToken);
        }

        return result;
    }

    /// <param name="ordinals">Ascending, at most a block's of them but for repeated ones.</param>
    /// <param name="asked">The place of each in what was asked.</param>
    /// <param name="result">Takes what matches.</param>
    /// <param name="cancellationToken">Looked at between two rules.</param>
    private void Evaluate(ReadOnlySpan<int> ordinals, ReadOnlySpan<int> asked, RuleMatches result, CancellationToken cancellationToken)
    {
        int[] distinct = new int[ordinals.Length];
        int[] starts = new int[ordinals.Length + 1];
        int count = 0;
        for (int i = 0; i < ordinals.Length; i++)
        {
            if (i == 0 || ordinals[i] != ordinals[i - 1])
            {
                starts[count] = i;
                distinct[count++] = ordinals[i];
            }
        }

        starts[count] = ordinals.Length;
        Array.Resize(ref distinct, count);
        Selection selection = new(population, distinct);
        using Rented<ulong> audience = new(selection.Words);
        using Rented<ulong> matches = new(selection.Words);
        for (int rule = 0; rule < rules.Count; rule++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rule == 0 || rules[rule].Audience != rules[rule - 1].Audience)
            {
                selection.In(rules[rule].Audience, audience.Span);
            }

            _plans[rule].Evaluate(selection, audience.Span, matches.Span);
            foreach (int position in Bits.Of(matches.Span))
            {
                foreach (int profile in asked[starts[position]..starts[position + 1]])
                {
                    result[rule, profile] = true;
                }
            }
        }
    }
}
