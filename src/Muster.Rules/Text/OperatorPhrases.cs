using System.Collections.Frozen;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>The ways in which people write operators. Windows, which bring their own words, are read apart.</summary>
internal static class OperatorPhrases
{
    private const int MostWords = 7;

    /// <summary>Longest first, so that <c>&lt;=</c> is not taken for <c>&lt;</c>.</summary>
    private static readonly (string Symbol, Operator Operator)[] Symbols =
    [
        ("==", Operator.Equal), ("!=", Operator.NotEqual), ("<>", Operator.NotEqual), ("<=", Operator.LessOrEqual), (">=", Operator.GreaterOrEqual),
        ("=", Operator.Equal), ("≠", Operator.NotEqual), ("<", Operator.Less), (">", Operator.Greater), ("≤", Operator.LessOrEqual), ("≥", Operator.GreaterOrEqual),
    ];

    private static readonly FrozenDictionary<string, Operator> Phrases = new Dictionary<Operator, string[]>
    {
        [Operator.Equal] = ["is", "equals", "equal to", "is equal to", "is exactly", "exactly"],
        [Operator.NotEqual] = ["is not", "isn't", "not equal to", "is not equal to", "isn't equal to", "does not equal", "doesn't equal"],
        [Operator.Less] = [.. Is("less than", "fewer than", "lower than", "smaller than", "under", "below")],
        [Operator.LessOrEqual] = [.. Is("at most", "no more than", "not more than", "less than or equal to", "up to")],
        [Operator.Greater] = [.. Is("more than", "greater than", "higher than", "larger than", "bigger than", "over", "above"), "exceeds"],
        [Operator.GreaterOrEqual] = [.. Is("at least", "no less than", "not less than", "greater than or equal to", "more than or equal to")],
        [Operator.Between] = [.. Is("between")],
        [Operator.NotBetween] = ["not between", "is not between", "isn't between"],
        [Operator.In] = [.. Is("in", "any of", "one of", "in any of")],
        [Operator.NotIn] = ["not in", "is not in", "isn't in", "is none of", "none of", "not any of", "not one of", "is not any of", "is not one of", "isn't any of", "isn't one of"],
        [Operator.Contains] = ["contains"],
        [Operator.DoesNotContain] = ["does not contain", "doesn't contain", "not contains"],
        [Operator.BeginsWith] = ["begins with", "starts with"],
        [Operator.DoesNotBeginWith] = ["does not begin with", "doesn't begin with", "does not start with", "doesn't start with"],
        [Operator.EndsWith] = ["ends with"],
        [Operator.DoesNotEndWith] = ["does not end with", "doesn't end with"],
        [Operator.Null] = ["is missing", "is null", "is empty", "is blank", "is not filled", "isn't filled", "is not set"],
        [Operator.NotNull] = ["is filled", "is not null", "is not empty", "is not missing", "is not blank", "isn't null", "isn't empty", "isn't missing", "is set"],
        [Operator.HasAny] = ["has", "has any of", "has one of"],
        [Operator.HasAll] = ["has all of"],
        [Operator.HasNone] = ["has none of", "does not have", "doesn't have", "does not have any of", "doesn't have any of"],
        [Operator.During] = ["during", "is during", "is within", "within"],
        [Operator.NotDuring] = ["not during", "is not during", "isn't during", "is not within", "isn't within", "not within"],
    }.SelectMany(row => row.Value.Select(phrase => (phrase, row.Key))).ToFrozenDictionary(row => row.phrase, row => row.Key, StringComparer.Ordinal);

    /// <summary>Words with which an operator may begin, for suggestions.</summary>
    public static IEnumerable<string> All => Phrases.Keys;

    /// <summary>The operator that is next, the longest that fits, and where it ends; nothing is taken.</summary>
    public static Operator? Find(TextCursor cursor, out int end)
    {
        int start = cursor.Next;
        foreach ((string symbol, Operator op) in Symbols)
        {
            if (cursor.Text.AsSpan(start).StartsWith(symbol, StringComparison.Ordinal))
            {
                end = start + symbol.Length;
                return op;
            }
        }

        end = start;
        int before = cursor.Position;
        Operator? found = null;
        string words = "";
        for (int count = 0; count < MostWords && cursor.PeekWord() is { } word; count++)
        {
            _ = cursor.TakeWord(word);
            words = count == 0 ? word : $"{words} {word}";
            if (Phrases.TryGetValue(words, out Operator op))
            {
                (found, end) = (op, cursor.Position);
            }
        }

        cursor.Position = before;
        return found;
    }

    private static IEnumerable<string> Is(params string[] phrases) => phrases.SelectMany(phrase => (string[])[phrase, "is " + phrase, "was " + phrase]);
}
