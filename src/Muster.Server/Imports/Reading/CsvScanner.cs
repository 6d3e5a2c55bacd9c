using System.Buffers;

namespace Muster.Server.Imports.Reading;

/// <summary>How the scan of a record ended.</summary>
internal enum CsvScan
{
    /// <summary>With a line break, or with the file.</summary>
    Complete,

    /// <summary>More bytes are needed.</summary>
    NeedsMore,

    /// <summary>At a quote where none may be.</summary>
    StrayQuote,

    /// <summary>With the file, within quotes.</summary>
    Unclosed,
}

/// <summary>Where a cell lies in its record; the quotes around it are left out.</summary>
internal readonly record struct CsvCell(int Start, int Length, bool Escaped);

/// <summary>Splits one record of RFC 4180 into its cells. Line breaks are LF, CRLF or CR alone.</summary>
internal sealed class CsvScanner(byte delimiter)
{
    private const byte Quote = (byte)'"';

    private readonly SearchValues<byte> _stops = SearchValues.Create([delimiter, Quote, (byte)'\r', (byte)'\n']);
    private CsvCell[] _cells = new CsvCell[32];

    /// <summary>The cells of the record scanned last.</summary>
    public ReadOnlySpan<CsvCell> Cells => _cells.AsSpan(0, CellCount);

    public int CellCount { get; private set; }

    /// <summary>Bytes of the record scanned last, without its line break.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the record scanned last, with its line break; of one that failed, the bytes up to where it did.</summary>
    public int Consumed { get; private set; }

    /// <summary>Whether the record scanned last has quotes, and so may span lines.</summary>
    public bool HasQuotes { get; private set; }

    public CsvScan Scan(ReadOnlySpan<byte> data, bool final)
    {
        CellCount = 0;
        HasQuotes = false;
        int position = 0;
        while (true)
        {
            int start = position;
            int length;
            bool escaped = false;
            if (position < data.Length && data[position] == Quote)
            {
                HasQuotes = true;
                start++;
                position = FindClosingQuote(data, start, out escaped);
                if (position < 0)
                {
                    Consumed = data.Length;
                    return final ? CsvScan.Unclosed : CsvScan.NeedsMore;
                }

                length = position++ - start;
                if (position == data.Length && !final)
                {
                    return CsvScan.NeedsMore;
                }
            }
            else
            {
                int stop = data[position..].IndexOfAny(_stops);
                if (stop < 0 && !final)
                {
                    return CsvScan.NeedsMore;
                }

                length = stop < 0 ? data.Length - position : stop;
                position += length;
            }

            Add(new(start, length, escaped));
            if (position == data.Length)
            {
                (Length, Consumed) = (position, position);
                return CsvScan.Complete;
            }

            byte next = data[position];
            if (next == delimiter)
            {
                position++;
            }
            else if (next is (byte)'\n' or (byte)'\r')
            {
                if (next == '\r' && position + 1 == data.Length && !final)
                {
                    return CsvScan.NeedsMore;
                }

                Length = position;
                Consumed = position + (next == '\r' && position + 1 < data.Length && data[position + 1] == '\n' ? 2 : 1);
                return CsvScan.Complete;
            }
            else
            {
                Consumed = position;
                return CsvScan.StrayQuote;
            }
        }
    }

    /// <summary>A cell's text; <paramref name="scratch"/> takes it where doubled quotes have to be undone.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> record, int cell, ref byte[] scratch)
    {
        CsvCell at = _cells[cell];
        ReadOnlySpan<byte> raw = record.Slice(at.Start, at.Length);
        if (!at.Escaped)
        {
            return raw;
        }

        if (scratch.Length < raw.Length)
        {
            scratch = new byte[raw.Length];
        }

        int written = 0;
        while (true)
        {
            int quote = raw.IndexOf(Quote);
            if (quote < 0)
            {
                raw.CopyTo(scratch.AsSpan(written));
                return scratch.AsSpan(0, written + raw.Length);
            }

            raw[..(quote + 1)].CopyTo(scratch.AsSpan(written));
            written += quote + 1;
            raw = raw[(quote + 2)..];
        }
    }

    private static int FindClosingQuote(ReadOnlySpan<byte> data, int from, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            int quote = data[from..].IndexOf(Quote);
            if (quote < 0)
            {
                return -1;
            }

            from += quote;
            if (from + 1 == data.Length || data[from + 1] != Quote)
            {
                return from;
            }

            escaped = true;
            from += 2;
        }
    }

    private void Add(CsvCell cell)
    {
        if (CellCount == _cells.Length)
        {
            Array.Resize(ref _cells, _cells.Length * 2);
        }

        _cells[CellCount++] = cell;
    }
}
