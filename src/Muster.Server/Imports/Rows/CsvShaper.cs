using System.Diagnostics;
using Muster.Rules.Schema;
using Muster.Server.Imports.Columns;
using Muster.Server.Imports.Reading;
using Muster.Server.Imports.Values;

namespace Muster.Server.Imports.Rows;

/// <summary>Makes records of CSV rows.</summary>
internal sealed class CsvShaper : IRowShaper
{
    private readonly ImportContext _context;
    private readonly RowBuilder _builder;
    private readonly CsvScanner _scanner;
    private readonly Column[] _columns;
    private readonly int _idColumn;
    private byte[] _scratch = [];

    /// <param name="context">The import.</param>
    /// <param name="delimiter">What separates the cells.</param>
    /// <param name="headings">The headings.</param>
    /// <param name="targets">For each column, the fields it fills.</param>
    public CsvShaper(ImportContext context, char delimiter, IReadOnlyList<string> headings, ColumnTarget[][] targets)
    {
        _context = context;
        _builder = new(context);
        _scanner = new((byte)delimiter);
        _columns = [.. headings.Select((heading, index) => new Column(heading, targets[index], new ColumnProfile(context.Pattern)))];
        _idColumn = Array.FindIndex(targets, fields => fields.Any(field => field.IsId));
    }

    public void Observe(ReadOnlySpan<byte> row)
    {
        Split(row);
        for (int index = 0; index < _columns.Length; index++)
        {
            ReadOnlySpan<byte> value = Blank.Trim(_scanner.Text(row, index, ref _scratch));
            if (!value.IsEmpty && _columns[index].Targets.Length > 0)
            {
                _columns[index].Profile.Add(value);
            }
        }
    }

    public void Settle()
    {
        // A column that leaves the order of day and month open follows one that proves it.
        ILookup<char, DateOrder> proven = _columns.Select(column => column.Profile)
            .Where(profile => profile is { OrderedSeparator: not null, ProvenOrder: not null })
            .ToLookup(profile => profile.OrderedSeparator!.Value, profile => profile.ProvenOrder!.Value);
        foreach (Column column in _columns)
        {
            char? separator = column.Profile.OrderedSeparator;
            DateOrder? order = column.Profile.ProvenOrder ?? (separator is { } known && proven[known].Any() ? proven[known].First() : null);
            column.Settle(_context, order);
            ReportDates(column, separator, order);
        }
    }

    public string? Shape(ReadOnlySpan<byte> row, long line, Batch batch)
    {
        Split(row);
        string? id = null;
        if (_idColumn >= 0 && ImportedId.Read(_scanner.Text(row, _idColumn, ref _scratch), out id) is { } refusal)
        {
            return refusal;
        }

        _builder.Begin(batch, id);
        bool empty = true;
        for (int index = 0; index < _columns.Length; index++)
        {
            Column column = _columns[index];
            if (column.Targets.Length == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> cell = _scanner.Text(row, index, ref _scratch);
            if (IsBlank(cell))
            {
                continue;
            }

            empty = false;
            foreach (FieldSlot slot in column.Slots ?? column.Meet(_context, Blank.Trim(cell)))
            {
                _builder.Write(slot, cell, line);
            }
        }

        if (empty)
        {
            return _builder.TakeBack("The row is empty.");
        }

        if (_builder.NeedsContent)
        {
            AddContent(row);
        }

        return _builder.End();
    }

    public void Finish()
    {
        foreach (Column column in _columns)
        {
            // A heading is a field though nothing stands under it; a column without either is nothing.
            if (column.Slots is null && column.Heading.Trim().Length > 0)
            {
                column.Open(_context, FieldType.Text, column.Profile.Forms(null));
            }
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> cell) =>
        cell.IsEmpty || (cell[0] is <= (byte)' ' or 0xC2 && Blank.Trim(cell).IsEmpty);

    private void Split(ReadOnlySpan<byte> row)
    {
        if (_scanner.Scan(row, final: true) != CsvScan.Complete || _scanner.CellCount != _columns.Length)
        {
            throw new UnreachableException("The reader lets only rows through that fit the header.");
        }
    }

    private void AddContent(ReadOnlySpan<byte> row)
    {
        for (int index = 0; index < _columns.Length; index++)
        {
            ReadOnlySpan<byte> cell = _scanner.Text(row, index, ref _scratch);
            if (!IsBlank(cell) && _columns[index].Slots is { Length: > 0 } slots)
            {
                _context.Ids.Append(slots[0].Utf8);
                _context.Ids.Append(cell);
            }
        }
    }

    private void ReportDates(Column column, char? separator, DateOrder? order)
    {
        if (column.Profile.DateFormat(order) is not { } format || column.Slots is not { } slots || !slots.Any(slot => slot.Type is FieldType.Date or FieldType.DateTime))
        {
            return;
        }

        bool ambiguous = separator is not null && order is null && _context.Pattern is null;
        _context.DateFormats.Add(new(column.Heading, format, ambiguous));
        if (ambiguous)
        {
            _context.Warnings.Add($"The first days in \"{column.Heading}\" do not tell day from month; they are read as {format}. --date-format says otherwise.");
        }
    }

    private sealed class Column(string heading, ColumnTarget[] targets, ColumnProfile profile)
    {
        public string Heading => heading;

        public ColumnTarget[] Targets => targets;

        public ColumnProfile Profile => profile;

        /// <summary>The fields it fills; null until a value, or the end of the file, tells what a new one is.</summary>
        public FieldSlot[]? Slots { get; private set; } = targets.All(target => target.IsId) ? [] : null;

        public void Settle(ImportContext context, DateOrder? order)
        {
            if (profile.Count > 0 || targets.All(target => context.Draft.Type.Find(target.Name) is not null))
            {
                Open(context, profile.TypeOf(order), profile.Forms(order));
            }
        }

        /// <summary>The first value, met after the first rows, tells what the column is.</summary>
        public FieldSlot[] Meet(ImportContext context, ReadOnlySpan<byte> value)
        {
            profile.Add(value);
            return Open(context, profile.TypeOf(null), profile.Forms(null));
        }

        public FieldSlot[] Open(ImportContext context, FieldType inferred, ValueForms forms) =>
            Slots = [.. targets.Where(target => !target.IsId).Select(target => context.Open(target, inferred, forms))];
    }
}
