namespace Muster.Engine.Columns;

/// <summary>Orders text by its UTF-8 bytes, which is by code point.</summary>
internal static class TextOrder
{
    public static int Compare(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // UTF-16 orders surrogates, which stand for the highest code points, below U+E000 to U+FFFF.
        (char mine, char theirs) = (left[common], right[common]);
        return char.IsSurrogate(mine) == char.IsSurrogate(theirs) ? mine.CompareTo(theirs) : char.IsSurrogate(mine) ? 1 : -1;
    }
}
