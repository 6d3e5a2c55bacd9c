namespace Muster.Rules.Text;

/// <summary>Finds what was probably meant.</summary>
public static class NearMiss
{
    /// <summary>Beyond this length nothing is a near miss: it bounds the cost of one comparison.</summary>
    private const int MaxLength = 100;

    /// <summary>
    /// The candidate nearest to <paramref name="found"/> without regard to case, the first of several as near; null where the nearest is more than
    /// a third of its letters away (one, for short words). Distance: letters put in, left out, exchanged, or swapped with a neighbour.
    /// </summary>
    public static string? Suggest(string found, IEnumerable<string> candidates)
    {
        if (found.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        // Of a single letter nothing would be left that is alike.
        int limit = Math.Min(Math.Max(1, found.Length / 3), found.Length - 1);
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - found.Length) <= limit && Distance(found.ToLowerInvariant(), candidate.ToLowerInvariant()) is var distance && distance <= limit)
            {
                nearest = candidate;
                limit = distance - 1;
            }

            if (limit < 0)
            {
                break;
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int exchange = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(exchange, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
