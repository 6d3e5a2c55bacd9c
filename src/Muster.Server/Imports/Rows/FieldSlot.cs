using System.Text;
using System.Text.Json;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Server.Imports.Values;
using NodaTime;

namespace Muster.Server.Imports.Rows;

/// <summary>A field as values of one column are written to it.</summary>
/// <param name="name">The field's name.</param>
/// <param name="type">Its type; null where no field could be added: the values are kept, and counted as issues.</param>
/// <param name="forms">How the column's values are written.</param>
/// <param name="zone">The workspace's zone.</param>
/// <param name="owner">Which of the object's owner links it is, or -1.</param>
internal sealed class FieldSlot(string name, FieldType? type, ValueForms forms, DateTimeZone zone, int owner)
{
    public const string NoField = "There can be no more custom fields.";

    private readonly ValueWriter? _writer = type is { } known and not FieldType.Link ? new(known, forms, zone) : null;

    public string Name => name;

    public FieldType? Type => type;

    public int Owner => owner;

    public bool IsEmail { get; } = name == "email";

    public bool IsPhone { get; } = name == "phone";

    public JsonEncodedText Json { get; } = JsonEncodedText.Encode(name);

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>Writes a text, not blank, as the property's value; one that does not fit as it came.</summary>
    /// <returns>Why it does not fit; null where it does.</returns>
    public string? Write(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (_writer is not null)
        {
            return _writer.Write(json, text);
        }

        json.WriteStringValue(type is null ? text : LinkOf(text));
        return type is null ? NoField : null;
    }

    /// <summary>An id as the record that it names has it.</summary>
    public static ReadOnlySpan<byte> LinkOf(ReadOnlySpan<byte> text)
    {
        text = Blank.Trim(text);
        return Ascii.IsValid(text) ? text : Encoding.UTF8.GetBytes(TextFold.Compose(Encoding.UTF8.GetString(text)));
    }
}
