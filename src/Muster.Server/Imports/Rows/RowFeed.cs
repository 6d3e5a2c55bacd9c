using System.Text;
using Muster.Server.Imports.Columns;
using Muster.Server.Imports.Reading;
using Muster.Server.Imports.Values;

namespace Muster.Server.Imports.Rows;

/// <summary>A file that was opened, with what makes records of its rows.</summary>
/// <param name="Format">The format.</param>
/// <param name="Reader">Gives its rows, one by one.</param>
/// <param name="Shaper">Makes records of them.</param>
/// <param name="Errors">Takes those that are refused; null where nobody wants them.</param>
/// <param name="Delimiter">What separates the cells; null for NDJSON.</param>
internal sealed record RowFeed(ImportFormat Format, RowReader Reader, IRowShaper Shaper, ErrorsFile? Errors, char? Delimiter)
{
    private const int MaxColumns = 1000;

    /// <exception cref="ImportException">The file has no header, or the mappings do not fit it.</exception>
    public static async ValueTask<RowFeed> OpenAsync(ImportSource source, ImportContext context, ImportOptions options, CancellationToken cancellationToken)
    {
        ColumnPlanner planner = new(context.Type, options.Mappings, context.Warnings);
        ImportFormat format = options.Format ?? FormatGuess.From(options.FileName, source);
        if (format == ImportFormat.Ndjson)
        {
            ErrorsFile? refused = options.Errors is { } file ? ErrorsFile.ForNdjson(file) : null;
            return new(format, new LineReader(source), new NdjsonShaper(context, planner), refused, null);
        }

        char delimiter = DelimiterOf(source, options.Delimiter);
        CsvReader reader = new(source, delimiter);
        List<string> headings = await ReadHeaderAsync(reader, cancellationToken);
        ErrorsFile? errors;
        if (ErrorsFile.IsNdjsonHeader(headings))
        {
            errors = options.Errors is { } file ? ErrorsFile.ForNdjson(file) : null;
            return new(ImportFormat.Ndjson, reader, new MendedShaper(new NdjsonShaper(context, planner), delimiter), errors, delimiter);
        }

        int skip = ErrorsFile.IsHeader(headings) ? 2 : 0;
        errors = options.Errors is { } writer ? ErrorsFile.ForCsv(writer, delimiter, reader.Raw, skip) : null;
        ColumnTarget[][] targets = [.. Enumerable.Repeat<ColumnTarget[]>([], skip), .. planner.PlanAll(headings[skip..])];
        return new(format, reader, new CsvShaper(context, delimiter, headings, targets), errors, delimiter);
    }

    private static char DelimiterOf(ImportSource source, char? given)
    {
        if (given is { } delimiter)
        {
            return delimiter is '"' or '\r' or '\n' or '\0' || !char.IsAscii(delimiter)
                ? throw new ImportException("A delimiter is one ASCII character, no quote and no line break.")
                : delimiter;
        }

        return DelimiterGuess.Declared(source.Window.Data)?.Delimiter ?? DelimiterGuess.From(source.Window.Data, source.Window.Ended);
    }

    private static async ValueTask<List<string>> ReadHeaderAsync(CsvReader reader, CancellationToken cancellationToken)
    {
        bool found = await reader.ReadAsync(cancellationToken);
        if (found && DelimiterGuess.Declared(reader.Raw) is not null)
        {
            found = await reader.ReadAsync(cancellationToken);
        }

        if (!found)
        {
            throw new ImportException("The file is empty: it has no header row.");
        }

        if (reader.Refusal is { } refusal)
        {
            throw new ImportException($"The header row, on line {reader.Line}, cannot be read. {refusal}");
        }

        if (reader.CellCount > MaxColumns)
        {
            throw new ImportException($"The file has {reader.CellCount} columns; it may have {MaxColumns}.");
        }

        List<string> headings = [];
        for (int cell = 0; cell < reader.CellCount; cell++)
        {
            headings.Add(Encoding.UTF8.GetString(Blank.Trim(reader.Cell(cell))));
        }

        if (headings.TrueForAll(heading => heading.Length == 0))
        {
            throw new ImportException($"The header row, on line {reader.Line}, is empty.");
        }

        reader.Expected = headings.Count;
        return headings;
    }

    /// <summary>Reads the NDJSON rows of an errors file.</summary>
    private sealed class MendedShaper(NdjsonShaper inner, char delimiter) : IRowShaper
    {
        private readonly CsvScanner _scanner = new((byte)delimiter);
        private byte[] _scratch = [];

        public void Observe(ReadOnlySpan<byte> row) => inner.Observe(JsonOf(row));

        public void Settle() => inner.Settle();

        public string? Shape(ReadOnlySpan<byte> row, long line, Batch batch) => inner.Shape(JsonOf(row), line, batch);

        public void Finish() => inner.Finish();

        private ReadOnlySpan<byte> JsonOf(ReadOnlySpan<byte> row)
        {
            _scanner.Scan(row, final: true);
            return _scanner.Text(row, 2, ref _scratch);
        }
    }
}
