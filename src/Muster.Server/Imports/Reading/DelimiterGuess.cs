namespace Muster.Server.Imports.Reading;

/// <summary>What separates the cells of a CSV file, from its first rows.</summary>
internal static class DelimiterGuess
{
    private const int Rows = 50;
    private const int SampleSize = 64 << 10;

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The delimiter under which the most rows have as many cells as the first one; then the one that makes the most cells; a comma where there is one column.</summary>
    /// <param name="sample">The beginning of the file, in UTF-8.</param>
    /// <param name="whole">Whether it is the whole file.</param>
    public static char From(ReadOnlySpan<byte> sample, bool whole)
    {
        if (sample.Length > SampleSize)
        {
            sample = sample[..SampleSize];
            whole = false;
        }

        char best = ',';
        (double Share, int Cells) bestScore = (0, 1);
        foreach (char candidate in Candidates)
        {
            if (Score(sample, whole, candidate) is { Cells: > 1 } score && score.CompareTo(bestScore) > 0)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        return best;
    }

    /// <summary>The delimiter that a first line <c>sep=;</c> names, as spreadsheets write it, and the length of that line; null where there is none.</summary>
    public static (char Delimiter, int Length)? Declared(ReadOnlySpan<byte> sample)
    {
        int length = LineBreaks.FirstLine(sample, final: true);
        return length > 0 && LineBreaks.Trim(sample[..length]) is { Length: 5 } line && line.StartsWith("sep="u8) && line[4] is < 0x80 and not (byte)'"' and not 0
            ? ((char)line[4], length)
            : null;
    }

    private static (double Share, int Cells) Score(ReadOnlySpan<byte> sample, bool whole, char delimiter)
    {
        CsvScanner scanner = new((byte)delimiter);
        int header = 0;
        int rows = 0;
        int alike = 0;
        while (rows < Rows && !sample.IsEmpty)
        {
            CsvScan scan = scanner.Scan(sample, whole);
            if (scan is CsvScan.NeedsMore)
            {
                break;
            }

            bool complete = scan == CsvScan.Complete;
            if (!complete || scanner.Length > 0)
            {
                header = header == 0 && complete ? scanner.CellCount : header;
                alike += complete && scanner.CellCount == header ? 1 : 0;
                rows++;
            }

            sample = sample[(complete ? scanner.Consumed : LineBreaks.FirstLine(sample, final: true))..];
        }

        return rows == 0 ? (0, 0) : ((double)alike / rows, header);
    }
}
