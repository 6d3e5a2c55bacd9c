using Muster.Rules.Schema;

namespace Muster.Server.Imports;

/// <summary>What an import did. <c>Read</c> is always <c>Added + Updated + Unchanged + Refused</c>.</summary>
public sealed record ImportReport
{
    /// <summary>The object's name.</summary>
    public required string Object { get; init; }

    /// <summary>The format, given or detected.</summary>
    public required ImportFormat Format { get; init; }

    /// <summary>The encoding, given or detected, by its registered name.</summary>
    public required string Encoding { get; init; }

    /// <summary>What separates the cells, given or detected; null for NDJSON.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Rows read: header and blank lines are none.</summary>
    public long Read { get; init; }

    /// <summary>Rows that made a record.</summary>
    public long Added { get; init; }

    /// <summary>Rows that changed a record.</summary>
    public long Updated { get; init; }

    /// <summary>Rows that changed nothing.</summary>
    public long Unchanged { get; init; }

    /// <summary>Rows that were not taken.</summary>
    public long Refused { get; init; }

    /// <summary>Rows of a related object, taken, that name no owner.</summary>
    public long WithoutOwner { get; init; }

    /// <summary>Rows of a related object, taken, that name owners none of whom was there at the end of the import.</summary>
    public long OwnerUnknown { get; init; }

    /// <summary>Values that do not fit their fields, kept as they came, by field.</summary>
    public IReadOnlyList<FieldIssues> DataIssues { get; init; } = [];

    /// <summary>The custom fields that the import added.</summary>
    public IReadOnlyList<NewField> NewFields { get; init; } = [];

    /// <summary>How the days of each column were read that were not in ISO form.</summary>
    public IReadOnlyList<DateReading> DateFormats { get; init; } = [];

    /// <summary>What a person should know, such as an ambiguous date format.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The first rows refused, at most 20.</summary>
    public IReadOnlyList<RefusedRow> FirstRefused { get; init; } = [];

    /// <summary>Bytes read of the file.</summary>
    public long Bytes { get; init; }

    /// <summary>From beginning to end.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>The values of one field that do not fit it.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Type">Its type; null where the field has none, as nothing of the kind can be a field.</param>
/// <param name="Count">How many values.</param>
/// <param name="Examples">The first of them, at most 5.</param>
public sealed record FieldIssues(string Field, FieldType? Type, long Count, IReadOnlyList<FieldIssueExample> Examples);

/// <summary>A value that does not fit its field.</summary>
/// <param name="Line">The line on which its row begins, from 1.</param>
/// <param name="Value">The value, at most 80 characters of it.</param>
/// <param name="Reason">Why it does not fit.</param>
public sealed record FieldIssueExample(long Line, string Value, string Reason);

/// <summary>A custom field that an import added.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, from the values of the first rows.</param>
/// <param name="Label">Its label.</param>
public sealed record NewField(string Name, FieldType Type, string Label);

/// <summary>How the days of a column were read that were not in ISO form.</summary>
/// <param name="Column">The heading.</param>
/// <param name="Format">Such as <c>dd.MM.yyyy</c>.</param>
/// <param name="Ambiguous">Whether the first rows left open which number is the day.</param>
public sealed record DateReading(string Column, string Format, bool Ambiguous);

/// <summary>A row that was not taken.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusedRow(long Line, string Reason);

/// <summary>How far an import is.</summary>
/// <param name="BytesRead">Bytes read of the file.</param>
/// <param name="TotalBytes">Its length, where it is known.</param>
/// <param name="Read">Rows read.</param>
/// <param name="Written">Rows whose fate is on disk.</param>
/// <param name="Refused">Rows not taken.</param>
/// <param name="Elapsed">Since the beginning.</param>
public sealed record ImportProgress(long BytesRead, long? TotalBytes, long Read, long Written, long Refused, TimeSpan Elapsed);
