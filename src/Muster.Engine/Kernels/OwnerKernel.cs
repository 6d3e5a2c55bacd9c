namespace Muster.Engine.Kernels;

/// <summary>From rows to the profiles that own them. Owners are positions in a block, best in ascending order, though any will do.</summary>
internal static class OwnerKernel
{
    /// <summary>Sets the bit of each owner of the rows; about 1 ns a row.</summary>
    public static void Mark(ReadOnlySpan<ulong> rows, ReadOnlySpan<ushort> owners, Span<ulong> into)
    {
        // Bits of one word are brought together before they are written: rows of neighbours lie side by side.
        int at = 0;
        ulong marks = 0;
        foreach (int row in Bits.Of(rows))
        {
            int owner = owners[row];
            if (owner >> 6 != at)
            {
                into[at] |= marks;
                at = owner >> 6;
                marks = 0;
            }

            marks |= 1UL << owner;
        }

        if (marks != 0)
        {
            into[at] |= marks;
        }
    }

    /// <summary>Adds to each owner how many of the rows it has; about 1 ns a row.</summary>
    public static void Count(ReadOnlySpan<ulong> rows, ReadOnlySpan<ushort> owners, Span<int> counts)
    {
        for (int word = 0; word < rows.Length; word++)
        {
            ulong rest = rows[word];
            if (rest == ulong.MaxValue)
            {
                foreach (ushort owner in owners.Slice(word << 6, 64))
                {
                    counts[owner]++;
                }

                continue;
            }

            for (; rest != 0; rest &= rest - 1)
            {
                counts[owners[(word << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest)]]++;
            }
        }
    }
}
