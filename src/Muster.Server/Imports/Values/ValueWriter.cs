using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.Server.Imports.Values;

/// <summary>Writes the texts of one column as values of its field, in the one form that each type has in documents.</summary>
internal sealed class ValueWriter(FieldType type, ValueForms forms, DateTimeZone zone)
{
    private readonly byte[] _scratch = new byte[NumberText.MaxLength + 2];

    /// <summary>Writes a value; one that does not fit is written as it came.</summary>
    /// <param name="json">Where to, as the value of a property.</param>
    /// <param name="given">The text, not blank.</param>
    /// <returns>Why it does not fit; null where it does.</returns>
    public string? Write(Utf8JsonWriter json, ReadOnlySpan<byte> given)
    {
        if (type == FieldType.Text && given.Length <= ValueReader.MaxTextLength)
        {
            json.WriteStringValue(given);
            return null;
        }

        string? reason = null;
        ReadOnlySpan<byte> text = Blank.Trim(given);
        if (!TryWriteKnown(json, text) && !TryWriteRead(json, Encoding.UTF8.GetString(type == FieldType.Text ? given : text), out reason))
        {
            json.WriteStringValue(given);
        }

        return reason;
    }

    private bool TryWriteKnown(Utf8JsonWriter json, ReadOnlySpan<byte> text) => type switch
    {
        FieldType.Number => TryWriteNumber(json, text),
        FieldType.Money => TryWriteMoney(json, text),
        FieldType.Boolean => TryWriteBoolean(json, text),
        FieldType.Date => TryWriteDate(json, text),
        FieldType.DateTime => TryWriteInstant(json, text),
        _ => false,
    };

    private bool TryWriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (!NumberText.TryNormalize(text, forms.DecimalComma, _scratch, out int length)
            || !Utf8Parser.TryParse(_scratch.AsSpan(0, length), out double number, out _) || !double.IsFinite(number))
        {
            return false;
        }

        json.WriteRawValue(_scratch.AsSpan(0, length), skipInputValidation: true);
        return true;
    }

    private bool TryWriteMoney(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        // An exponent is left to the reader of values, which knows it exactly.
        if (!NumberText.TryNormalize(text, forms.DecimalComma, _scratch, out int length) || _scratch.AsSpan(0, length).Contains((byte)'e')
            || !Utf8Parser.TryParse(_scratch.AsSpan(0, length), out decimal amount, out int read) || read != length || !Money.TryToUnits(amount, out _))
        {
            return false;
        }

        json.WriteRawValue(_scratch.AsSpan(0, length), skipInputValidation: true);
        return true;
    }

    private static bool TryWriteBoolean(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (ColumnProfile.BooleanWord(text) is { } word)
        {
            json.WriteBooleanValue(word);
            return true;
        }

        return false;
    }

    private bool TryWriteDate(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (!TryParse(text, out Moment moment) || !moment.IsDay)
        {
            return false;
        }

        Span<byte> day = _scratch.AsSpan(0, 10);
        Moment.WriteDate(moment.Date, day);
        json.WriteStringValue(day);
        return true;
    }

    private bool TryWriteInstant(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (!TryParse(text, out Moment moment) || !moment.TryToInstant(zone, out long instant))
        {
            return false;
        }

        Span<byte> written = _scratch.AsSpan(0, 24);
        Moment.WriteInstant(instant, written);
        json.WriteStringValue(written);
        return true;
    }

    private bool TryParse(ReadOnlySpan<byte> text, out Moment moment)
    {
        bool read = MomentText.TryParse(text, forms.Order, out moment, out DateShape shape);
        return forms.Pattern is null || (read && shape.IsIso) ? read : forms.Pattern.TryParse(Encoding.UTF8.GetString(text), out moment);
    }

    /// <summary>What is not written in one of the usual ways: whatever the language reads as the type fits all the same.</summary>
    private bool TryWriteRead(Utf8JsonWriter json, string text, out string? reason)
    {
        if (!ValueReader.TryReadText(type, text, zone, out FieldValue value, out reason))
        {
            return false;
        }

        switch (type)
        {
            case FieldType.Number:
                json.WriteNumberValue(value.AsNumber());
                break;
            case FieldType.Money:
                json.WriteNumberValue(Money.ToDecimal(value.AsMoney()));
                break;
            case FieldType.Boolean:
                json.WriteBooleanValue(value.AsBoolean());
                break;
            case FieldType.Tags:
                WriteTags(json, value);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }

        return true;
    }

    private static void WriteTags(Utf8JsonWriter json, FieldValue tags)
    {
        json.WriteStartArray();
        foreach (string tag in tags.IsMissing ? [] : tags.AsTags())
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
    }
}
