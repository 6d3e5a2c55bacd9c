namespace Muster.Rules.Data;

/// <summary>A value that did not fit its field and was left out; the rest of its record was kept.</summary>
/// <param name="Object">The record's object.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Field">The field, by its name in the document.</param>
/// <param name="Value">The value as it came, cut to <see cref="MaxValueLength"/>.</param>
/// <param name="Reason">Why it does not fit, and what would: a sentence for people.</param>
public sealed record DataIssue(string Object, string Id, string Field, string Value, string Reason)
{
    /// <summary>The longest <see cref="Value"/>, in UTF-16 units.</summary>
    public const int MaxValueLength = 100;

    /// <summary>The value as it came, cut to <see cref="MaxValueLength"/>.</summary>
    public string Value { get; } = Cut(Value);

    private static string Cut(string value)
    {
        if (value.Length <= MaxValueLength)
        {
            return value;
        }

        return value[..(char.IsHighSurrogate(value[MaxValueLength - 1]) ? MaxValueLength - 1 : MaxValueLength)];
    }
}

/// <summary>A document that is not a JSON object in UTF-8.</summary>
/// <param name="message">What is wrong, for people.</param>
/// <param name="position">Where, in bytes from 0.</param>
/// <param name="inner">What the JSON reader said, where it was that.</param>
public sealed class RecordFormatException(string message, long position, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Where the document stops being one, in bytes from 0.</summary>
    public long Position { get; } = position;
}
