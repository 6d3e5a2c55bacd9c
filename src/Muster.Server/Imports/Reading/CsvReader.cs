namespace Muster.Server.Imports.Reading;

/// <summary>
/// Reads CSV record by record: exact lines, bounded memory, and after a fault on with the next row that is whole. Why no library does it: docs/decisions/0007.
/// </summary>
internal sealed class CsvReader(ImportSource source, char delimiter) : RowReader(source)
{
    private readonly CsvScanner _scanner = new((byte)delimiter);
    private readonly CsvScanner _probe = new((byte)delimiter);
    private byte[] _scratch = [];

    public char Delimiter => delimiter;

    /// <summary>How many cells a row must have; null while the header is read.</summary>
    public int? Expected { get; set; }

    /// <summary>Whether the record, taken or refused, is well-formed CSV in itself.</summary>
    public bool IsWellFormed { get; private set; }

    public int CellCount => _scanner.CellCount;

    /// <summary>A cell of a well-formed record, valid until the next one is asked for.</summary>
    public ReadOnlySpan<byte> Cell(int index) => _scanner.Text(Raw, index, ref _scratch);

    protected override bool? TryRead()
    {
        while (true)
        {
            ReadOnlySpan<byte> data = Source.Window.Data;
            bool final = Source.Window.Ended;
            if (data.IsEmpty)
            {
                return final ? false : null;
            }

            CsvScan scan = _scanner.Scan(data, final);
            if (scan == CsvScan.Complete && _scanner.Length == 0)
            {
                Skip(_scanner.Consumed);
                continue;
            }

            IsWellFormed = false;
            bool? found = scan switch
            {
                CsvScan.NeedsMore => data.Length <= ByteWindow.MaxRecord ? null : TooLong(data),
                CsvScan.StrayQuote => StrayQuote(data, final),
                CsvScan.Unclosed => Recover(data, data.Length, "The file ends within a quoted cell: the row is cut."),
                _ => Whole(data),
            };
            if (found is not true || IsBeginningOnly)
            {
                return found;
            }

            string? fault = Source.Check(Raw, out bool again);
            if (!again)
            {
                Refuse(fault);
                return true;
            }
        }
    }

    private bool? Whole(ReadOnlySpan<byte> data)
    {
        int length = _scanner.Length;
        int lines = _scanner.HasQuotes ? LineBreaks.Count(data[..length]) + 1 : 1;
        if (length > ByteWindow.MaxRecord)
        {
            return FoundLong(_scanner.Consumed, lines);
        }

        string? misfit = Expected is not { } expected || CellCount == expected ? null
            : CellCount < expected ? $"The row has {CellCount} cells where the header has {expected}: it is cut."
            : $"The row has {CellCount} cells where the header has {expected}.";
        if (misfit is not null && lines > 1)
        {
            // Two quotes gone astray, lines apart, may have swallowed the rows between them.
            return Recover(data, _scanner.Consumed, misfit);
        }

        IsWellFormed = true;
        Found(length, _scanner.Consumed, lines, misfit);
        return true;
    }

    private bool? TooLong(ReadOnlySpan<byte> data) =>
        LineBreaks.LastEnd(data[..ByteWindow.MaxRecord]) is > 0 and var region
            ? Recover(data, region, "The quote opened on this line is not closed within 1 MiB.")
            : PassLongLine();

    private bool? StrayQuote(ReadOnlySpan<byte> data, bool final)
    {
        int at = _scanner.Consumed;
        int rest = LineBreaks.FirstLine(data[at..], final);
        if (rest < 0 && data.Length <= ByteWindow.MaxRecord)
        {
            return null;
        }

        int region = rest < 0 ? LineBreaks.LastEnd(data[..at]) : at + rest;
        return region > 0 ? Recover(data, region, "A quote stands where none may be: a cell with quotes in it is put in quotes, and each quote in it is doubled.") : PassLongLine();
    }

    /// <summary>
    /// Refuses what lies between the start of the record and the first later line of the region that is a whole row by itself, so that a stray quote
    /// costs its own line and not those after it. Where there is no such line, all of the region is one refused row.
    /// </summary>
    private bool Recover(ReadOnlySpan<byte> data, int region, string reason)
    {
        int at = LineBreaks.FirstLine(data[..region], final: true);
        while (at < region && Expected is { } expected)
        {
            int line = LineBreaks.FirstLine(data[at..region], final: true);
            if (IsWholeRow(data.Slice(at, line), expected))
            {
                reason = "The quotes of this line do not pair up.";
                break;
            }

            at += line;
        }

        int end = Expected is null ? region : Math.Min(at, region);
        IsWellFormed = false;
        Found(LineBreaks.Trim(data[..end]).Length, end, LineBreaks.Count(data[..end]), reason);
        return true;
    }

    private bool IsWholeRow(ReadOnlySpan<byte> line, int expected) =>
        _probe.Scan(line, final: true) == CsvScan.Complete && _probe.Length > 0 && _probe.Consumed == line.Length && _probe.CellCount == expected;
}
