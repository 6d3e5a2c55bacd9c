using NodaTime;

namespace Muster.Server.Imports;

/// <summary>What an import is to do. What is left null is detected from the file.</summary>
public sealed record ImportOptions
{
    /// <summary>The object that the rows are: its name, singular or plural.</summary>
    public required string Object { get; init; }

    /// <summary>Which column goes to which fields. A column named here not at all goes to the field of the same name, else to a custom field named after it.</summary>
    public IReadOnlyList<ColumnMapping> Mappings { get; init; } = [];

    /// <summary>What separates the cells of a CSV row: one ASCII character, no quote and no line break.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The name of the encoding, such as <c>utf-8</c> or <c>windows-1252</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary>How days and instants are written that are not in ISO form: a pattern such as <c>dd/MM/yyyy</c> or <c>d.M.uuuu H:mm</c>, as NodaTime reads it.</summary>
    public string? DateFormat { get; init; }

    /// <summary>What happens to a record that is there already.</summary>
    public ImportMode Mode { get; init; }

    /// <summary>The format of the file.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary>The name of the file, where there is one: its extension tells the format.</summary>
    public string? FileName { get; init; }

    /// <summary>The workspace's time zone: a day without a time, put into a <c>datetime</c> field, is midnight there. Default UTC.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    /// <summary>Where to write the rows refused, as CSV: see <see cref="ErrorsFile"/>. It is flushed and left open.</summary>
    public TextWriter? Errors { get; init; }

    /// <summary>Rows in one transaction, 1 to 100,000; default 5,000. A batch also ends at 4 MB.</summary>
    public int BatchSize { get; init; } = 5_000;
}

/// <summary>Sends a column to fields.</summary>
/// <param name="Column">The column's heading, or a key of the NDJSON objects.</param>
/// <param name="Fields">The fields to fill with it; none leaves the column out.</param>
public sealed record ColumnMapping(string Column, IReadOnlyList<string> Fields)
{
    /// <summary>Reads <c>COLUMN=FIELD[,FIELD]</c>; <c>COLUMN=</c> leaves the column out.</summary>
    /// <exception cref="ImportException">There is no equals sign, or no column before it.</exception>
    public static ColumnMapping Parse(string text)
    {
        // Field names hold no equals sign, headings may.
        int equals = text.LastIndexOf('=');
        return equals > 0
            ? new(text[..equals].Trim(), text[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : throw new ImportException($"\"{text}\" is no mapping: write COLUMN=FIELD, or COLUMN=FIELD,FIELD to fill two fields.");
    }
}

/// <summary>What happens to a record that is there already.</summary>
public enum ImportMode
{
    /// <summary>The row's values are laid over the record's; an empty CSV cell says nothing, a JSON null takes the value away.</summary>
    Upsert,

    /// <summary>It stays as it is.</summary>
    Add,

    /// <summary>The row takes its place.</summary>
    Replace,
}

/// <summary>The formats that can be imported.</summary>
public enum ImportFormat
{
    /// <summary>RFC 4180: a header row, then a row a record; comma, semicolon, tab or bar.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Ndjson,
}

/// <summary>An import that cannot be done, as its options or the file as a whole are wrong. The message is for people. Nothing was written, save whole batches before it.</summary>
public sealed class ImportException(string message) : Exception(message);
