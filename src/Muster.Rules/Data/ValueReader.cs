using System.Globalization;
using System.Text;
using System.Text.Json;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.Rules.Data;

/// <summary>
/// Turns values as they come, in JSON or as text, into values of a field's type. A value of another form is coerced where nothing is lost by it,
/// else refused with the reason. Null, empty text and, for all types but text and link, blank text are missing values, which fit every field.
/// </summary>
/// <remarks>Thread-safe. Allocates nothing but the value, and the reason where there is one.</remarks>
public static class ValueReader
{
    /// <summary>The longest text, tag or link, in UTF-16 units.</summary>
    public const int MaxTextLength = 65_536;

    /// <summary>A value of any other type is not longer than this, in bytes or UTF-16 units, however it is written.</summary>
    private const int MaxShortLength = 256;

    private static readonly char[] TagSeparators = [',', ';', '|'];

    /// <summary>Reads the JSON value that <paramref name="json"/> is at.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="json">At the first token of the value; afterwards at its last, whether the value fits or not.</param>
    /// <param name="zone">The zone of what is written without an offset.</param>
    /// <param name="value">The value; missing where there is none or it does not fit.</param>
    /// <param name="reason">Why it does not fit, for people; null where it does.</param>
    /// <returns>Whether it fits.</returns>
    /// <exception cref="JsonException">The value is not JSON.</exception>
    public static bool TryRead(FieldType type, ref Utf8JsonReader json, DateTimeZone zone, out FieldValue value, out string? reason)
    {
        value = default;
        reason = null;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.String:
                return TryReadString(type, ref json, zone, out value, out reason);
            case JsonTokenType.Number:
                return TryReadNumber(type, ref json, out value, out reason);
            case JsonTokenType.True or JsonTokenType.False:
                return TryReadBoolean(type, json.TokenType == JsonTokenType.True, out value, out reason);
            case JsonTokenType.StartArray when type == FieldType.Tags:
                return TryReadTags(ref json, out value, out reason);
            default:
                reason = $"{(json.TokenType == JsonTokenType.StartArray ? "A list" : "An object")} is {Wants(type)}.";
                json.Skip();
                return false;
        }
    }

    /// <summary>Reads a text, such as a cell of a table.</summary>
    /// <inheritdoc cref="TryRead"/>
    /// <param name="type">The field's type.</param>
    /// <param name="text">The text.</param>
    /// <param name="zone">The zone of what is written without an offset.</param>
    /// <param name="value">The value; missing where the text is empty or does not fit.</param>
    /// <param name="reason">Why it does not fit, for people; null where it does.</param>
    public static bool TryReadText(FieldType type, string text, DateTimeZone zone, out FieldValue value, out string? reason)
    {
        if (type is not (FieldType.Text or FieldType.Link or FieldType.Tags))
        {
            return TryReadShort(type, text, zone, out value, out reason);
        }

        value = default;
        reason = TooLong(text);
        if (reason is null)
        {
            value = type switch
            {
                FieldType.Text => FieldValue.OfText(text),
                FieldType.Link => FieldValue.OfLink(text),
                _ => FieldValue.OfTags(text.Split(TagSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            };
        }

        return reason is null;
    }

    /// <summary>The type of a field whose first value is the one that <paramref name="json"/> is at.</summary>
    /// <param name="json">At the first token of the value; afterwards at its last.</param>
    /// <returns>
    /// Boolean or number for those; tags for a list of plain values; for text date where it is a day, datetime where it is an instant with its
    /// offset, else text. Null where the value does not tell: null, empty text, an object, a list that holds one.
    /// </returns>
    /// <exception cref="JsonException">The value is not JSON.</exception>
    public static FieldType? InferType(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return FieldType.Boolean;
            case JsonTokenType.Number:
                return FieldType.Number;
            case JsonTokenType.String:
                return InferFromString(ref json);
            case JsonTokenType.StartArray:
                bool plain = true;
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    plain &= json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject);
                    json.Skip();
                }

                return plain ? FieldType.Tags : null;
            default:
                json.Skip();
                return null;
        }
    }

    private static FieldType? InferFromString(ref Utf8JsonReader json)
    {
        if (json.ValueSpan.IsEmpty)
        {
            return null;
        }

        Span<char> buffer = stackalloc char[MaxShortLength];
        return Documents.TryCopy(ref json, buffer, out int length) && DateText.TryParse(buffer[..length], out DateText date)
            ? !date.HasTime ? FieldType.Date : date.HasOffset ? FieldType.DateTime : FieldType.Text
            : FieldType.Text;
    }

    private static bool TryReadString(FieldType type, ref Utf8JsonReader json, DateTimeZone zone, out FieldValue value, out string? reason)
    {
        if (type is FieldType.Text or FieldType.Link or FieldType.Tags)
        {
            value = default;
            return TryGetString(ref json, out string text, out reason) && TryReadText(type, text, zone, out value, out reason);
        }

        Span<char> buffer = stackalloc char[MaxShortLength];
        if (Documents.TryCopy(ref json, buffer, out int length))
        {
            return TryReadShort(type, buffer[..length], zone, out value, out reason);
        }

        value = default;
        reason = $"It is {Wants(type)}.";
        return false;
    }

    private static bool TryReadNumber(FieldType type, ref Utf8JsonReader json, out FieldValue value, out string? reason)
    {
        value = default;
        reason = null;
        switch (type)
        {
            case FieldType.Number when json.TryGetDouble(out double number) && double.IsFinite(number):
                value = FieldValue.OfNumber(number);
                return true;
            case FieldType.Number:
                reason = "It is beyond the numbers that there are, about ±1.8e308.";
                return false;
            case FieldType.Money:
                Span<char> buffer = stackalloc char[MaxShortLength];
                if (json.ValueSpan.Length > MaxShortLength)
                {
                    reason = "It is too long for an amount.";
                    return false;
                }

                return TryReadMoney(buffer[..Encoding.ASCII.GetChars(json.ValueSpan, buffer)], out value, out reason);
            case FieldType.Boolean when json.TryGetDouble(out double number) && number is 0 or 1:
                value = FieldValue.OfBoolean(number == 1);
                return true;
            case FieldType.Text or FieldType.Link or FieldType.Tags:
                if (json.ValueSpan.Length > MaxTextLength)
                {
                    reason = $"It is longer than {MaxTextLength} characters.";
                    return false;
                }

                string text = Encoding.ASCII.GetString(json.ValueSpan);
                value = type switch
                {
                    FieldType.Text => FieldValue.OfText(text),
                    FieldType.Link => FieldValue.OfLink(text),
                    _ => FieldValue.OfTags([text]),
                };
                return true;
            default:
                reason = $"A number is {Wants(type)}.";
                return false;
        }
    }

    private static bool TryReadBoolean(FieldType type, bool given, out FieldValue value, out string? reason)
    {
        reason = null;
        value = type switch
        {
            FieldType.Boolean => FieldValue.OfBoolean(given),
            FieldType.Text => FieldValue.OfText(given ? "true" : "false"),
            FieldType.Tags => FieldValue.OfTags([given ? "true" : "false"]),
            _ => default,
        };

        if (value.IsMissing)
        {
            reason = $"{(given ? "True" : "False")} is {Wants(type)}.";
        }

        return reason is null;
    }

    private static bool TryReadTags(ref Utf8JsonReader json, out FieldValue value, out string? reason)
    {
        value = default;
        reason = null;
        List<string> tags = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            string? refused = null;
            switch (json.TokenType)
            {
                case JsonTokenType.Null:
                    break;
                case JsonTokenType.String when TryGetString(ref json, out string tag, out refused):
                    refused = TooLong(tag);
                    tags.Add(tag);
                    break;
                case JsonTokenType.String:
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    tags.Add(Encoding.ASCII.GetString(json.ValueSpan));
                    break;
                default:
                    refused = "Tags are a list of texts; this list holds an object or a list.";
                    json.Skip();
                    break;
            }

            reason ??= refused;
        }

        if (reason is not null)
        {
            return false;
        }

        value = FieldValue.OfTags(tags);
        return true;
    }

    private static bool TryReadShort(FieldType type, ReadOnlySpan<char> text, DateTimeZone zone, out FieldValue value, out string? reason)
    {
        value = default;
        reason = null;
        text = text.Trim();
        if (text.IsEmpty)
        {
            return true;
        }

        if (type == FieldType.Money)
        {
            return TryReadMoney(text, out value, out reason);
        }

        value = type switch
        {
            FieldType.Number => ToNumber(text),
            FieldType.Boolean => ToBoolean(text),
            FieldType.Date => ToDate(text, zone),
            FieldType.DateTime => DateText.TryParse(text, out DateText time) && time.TryToInstant(zone, out long instant) ? FieldValue.OfDateTime(instant) : default,
            _ => throw new System.Diagnostics.UnreachableException($"No arm for {type}"),
        };

        if (value.IsMissing)
        {
            reason = $"It is {Wants(type)}.";
        }

        return reason is null;
    }

    private static FieldValue ToNumber(ReadOnlySpan<char> text)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Styles, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? FieldValue.OfNumber(number) : default;
    }

    private static bool TryReadMoney(ReadOnlySpan<char> text, out FieldValue value, out string? reason)
    {
        value = default;
        reason = null;
        if (!MoneyText.TryParse(text, out decimal amount))
        {
            reason = $"It is {Wants(FieldType.Money)}.";
        }
        else if (Money.TryToUnits(amount, out long units))
        {
            value = FieldValue.OfMoney(units);
        }
        else
        {
            reason = Math.Abs(amount) > long.MaxValue / Money.Scale ? "Money is within ±922 trillion." : "Money has at most 4 decimals.";
        }

        return reason is null;
    }

    private static FieldValue ToBoolean(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[5];
        return text.Length > lower.Length || text.ToLowerInvariant(lower) < 0
            ? default
            : lower[..text.Length] switch
            {
                "true" or "yes" or "1" => FieldValue.OfBoolean(true),
                "false" or "no" or "0" => FieldValue.OfBoolean(false),
                _ => default,
            };
    }

    /// <summary>A day; or a time that is the midnight of a day as it was written, or else the beginning of a day in the zone.</summary>
    private static FieldValue ToDate(ReadOnlySpan<char> text, DateTimeZone zone)
    {
        if (!DateText.TryParse(text, out DateText date))
        {
            return default;
        }

        if (date.TimeOfDay == 0)
        {
            return FieldValue.OfDate(date.Day);
        }

        if (!date.TryToInstant(zone, out long instant))
        {
            return default;
        }

        int day = ZoneDays.DayOf(instant, zone);
        return ZoneDays.StartOfDay(day, zone) == instant ? FieldValue.OfDate(day) : default;
    }

    private static bool TryGetString(ref Utf8JsonReader json, out string text, out string? reason)
    {
        text = "";
        reason = null;
        const int LongestEscape = 6;
        if (json.ValueSpan.Length > MaxTextLength * LongestEscape)
        {
            reason = $"It is longer than {MaxTextLength} characters.";
            return false;
        }

        try
        {
            text = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            reason = "It holds half of a character (an unpaired surrogate) or is not UTF-8.";
            return false;
        }
    }

    private static string? TooLong(string text) => text.Length > MaxTextLength ? $"It is longer than {MaxTextLength} characters." : null;

    private static string Wants(FieldType type) => type switch
    {
        FieldType.Text => "no text",
        FieldType.Number => "no number, such as 1250.5",
        FieldType.Money => "no amount of money, such as 1250.50",
        FieldType.Boolean => "neither true nor false",
        FieldType.Date => "no day of the years 1 to 9998, such as 2026-04-16",
        FieldType.DateTime => "no time of the years 1 to 9998, such as 2026-04-16T12:30:00Z",
        FieldType.Tags => "no list of tags",
        FieldType.Link => "no id of a record",
        _ => throw new System.Diagnostics.UnreachableException($"No arm for {type}"),
    };
}
