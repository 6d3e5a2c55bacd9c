using System.Buffers;

namespace Muster.Cli.Output;

/// <summary>Writes CSV (RFC 4180), safe to open in a spreadsheet.</summary>
internal static class CsvOutput
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> NumberLike = SearchValues.Create("0123456789 .,-+()/:eETZ");

    public static void WriteRow(TextWriter output, IEnumerable<string> cells)
    {
        bool first = true;
        foreach (string cell in cells)
        {
            if (!first)
            {
                output.Write(',');
            }

            first = false;
            WriteCell(output, cell);
        }

        output.Write('\n');
    }

    private static void WriteCell(TextWriter output, string cell)
    {
        string safe = IsFormula(cell) ? "'" + cell : cell;
        if (safe.AsSpan().ContainsAny(Quoted))
        {
            output.Write('"');
            output.Write(safe.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
        }
        else
        {
            output.Write(safe);
        }
    }

    /// <summary>Whether a spreadsheet would run the cell. Signed numbers and phone numbers are left as they are: they compute nothing.</summary>
    private static bool IsFormula(string cell) =>
        cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && (cell[0] is not ('+' or '-') || cell.AsSpan().ContainsAnyExcept(NumberLike));
}
