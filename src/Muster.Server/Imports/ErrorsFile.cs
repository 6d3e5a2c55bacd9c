using System.Text;
using Muster.Server.Imports.Reading;

namespace Muster.Server.Imports;

/// <summary>
/// The rows that an import refused, as a CSV file to mend and to import again with the same options. Its first two columns,
/// <c>refused_line</c> and <c>refused_because</c>, are left out when it is imported. Then come the columns of the file, each row as it was;
/// a row that is not CSV in itself is cut at every delimiter, its quotes shown. Of an NDJSON file the rows are in one column, <c>refused_row</c>.
/// </summary>
internal sealed class ErrorsFile
{
    public const string LineHeading = "refused_line";
    public const string ReasonHeading = "refused_because";
    public const string RowHeading = "refused_row";

    private const byte Quote = (byte)'"';

    private readonly TextWriter _writer;
    private readonly char _delimiter;
    private readonly CsvScanner? _scanner;
    private readonly int _skip;

    private ErrorsFile(TextWriter writer, char delimiter, bool isCsv, int skip)
    {
        _writer = writer;
        _delimiter = delimiter;
        _skip = skip;
        _scanner = isCsv ? new((byte)delimiter) : null;
        _writer.Write(LineHeading + delimiter + ReasonHeading + delimiter);
    }

    /// <summary>For a CSV file.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="delimiter">What separates the cells.</param>
    /// <param name="header">The header row as it was.</param>
    /// <param name="skip">How many columns at the beginning to leave out: those of this class, where the file is an errors file itself.</param>
    public static ErrorsFile ForCsv(TextWriter writer, char delimiter, ReadOnlySpan<byte> header, int skip)
    {
        ErrorsFile file = new(writer, delimiter, isCsv: true, skip);
        file.WriteCells(header, isWellFormed: true);
        return file;
    }

    /// <summary>For an NDJSON file.</summary>
    public static ErrorsFile ForNdjson(TextWriter writer)
    {
        ErrorsFile file = new(writer, ',', isCsv: false, 0);
        writer.Write(RowHeading + "\n");
        return file;
    }

    /// <summary>Writes a row.</summary>
    /// <param name="line">The line on which it begins.</param>
    /// <param name="reason">Why it was refused.</param>
    /// <param name="row">The row as it was.</param>
    /// <param name="isWellFormed">Whether it is CSV in itself.</param>
    public void Write(long line, string reason, ReadOnlySpan<byte> row, bool isWellFormed)
    {
        _writer.Write(line);
        _writer.Write(_delimiter);
        WriteQuoted(reason);
        _writer.Write(_delimiter);
        if (_scanner is null)
        {
            WriteQuoted(Decode(row));
            _writer.Write('\n');
        }
        else
        {
            WriteCells(row, isWellFormed);
        }
    }

    public static bool IsHeader(IReadOnlyList<string> headings) => headings is [LineHeading, ReasonHeading, _, ..];

    public static bool IsNdjsonHeader(IReadOnlyList<string> headings) => headings is [LineHeading, ReasonHeading, RowHeading];

    private void WriteCells(ReadOnlySpan<byte> row, bool isWellFormed)
    {
        if (isWellFormed && _skip == 0)
        {
            _writer.Write(Decode(row));
        }
        else if (isWellFormed)
        {
            WriteLastCells(row);
        }
        else
        {
            string[] cells = Decode(row).Split(_delimiter);
            for (int cell = 0; cell < cells.Length; cell++)
            {
                WriteCell(cells[cell], first: cell == 0);
            }
        }

        _writer.Write('\n');
    }

    private void WriteLastCells(ReadOnlySpan<byte> row)
    {
        byte[] scratch = [];
        _scanner!.Scan(row, final: true);
        for (int cell = _skip; cell < _scanner.CellCount; cell++)
        {
            WriteCell(Decode(_scanner.Text(row, cell, ref scratch)), first: cell == _skip);
        }
    }

    private void WriteCell(string cell, bool first)
    {
        if (!first)
        {
            _writer.Write(_delimiter);
        }

        if (cell.AsSpan().ContainsAny("\"\r\n") || cell.Contains(_delimiter, StringComparison.Ordinal))
        {
            WriteQuoted(cell);
        }
        else
        {
            _writer.Write(cell);
        }
    }

    private void WriteQuoted(string text)
    {
        _writer.Write((char)Quote);
        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write((char)Quote);
    }

    /// <summary>What is not UTF-8 is most likely Windows-1252, which has a character for each byte; a NUL would make the file none of text.</summary>
    private static string Decode(ReadOnlySpan<byte> row) =>
        (System.Text.Unicode.Utf8.IsValid(row) ? Encoding.UTF8.GetString(row) : EncodingGuess.Windows1252.GetString(row)).Replace("\0", "", StringComparison.Ordinal);
}
