using System.Globalization;
using Muster.Rules.Schema;
using NodaTime;
using NodaTime.Text;

namespace Muster.Rules.Data;

/// <summary>A typed value of one field, or no value. The default is missing.</summary>
/// <remarks>16 bytes; text, links and tags refer to the heap, all else does not.</remarks>
public readonly struct FieldValue : IEquatable<FieldValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private FieldValue(object reference, long bits) => (_reference, _bits) = (reference, bits);

    /// <summary>No value.</summary>
    public static FieldValue Missing => default;

    /// <summary>Whether there is no value. Empty text and empty tag sets are missing.</summary>
    public bool IsMissing => _reference is null;

    /// <summary>The type; only where not missing.</summary>
    public FieldType Type => _reference switch
    {
        Kind kind => kind.Type,
        string => _bits == 0 ? FieldType.Text : FieldType.Link,
        string[] => FieldType.Tags,
        _ => throw new InvalidOperationException("A missing value has no type."),
    };

    /// <summary>Text as it is shown: in NFC, its case kept. Empty text is missing.</summary>
    public static FieldValue OfText(string text) => text.Length == 0 ? default : new(TextFold.Compose(text), 0);

    /// <summary>The id of another record. The empty id is missing.</summary>
    public static FieldValue OfLink(string id) => id.Length == 0 ? default : new(TextFold.Compose(id), 1);

    /// <summary>A finite number; negative zero is zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">NaN or an infinity.</exception>
    public static FieldValue OfNumber(double number) => double.IsFinite(number)
        ? new(Kind.Number, BitConverter.DoubleToInt64Bits(number + 0.0))
        : throw new ArgumentOutOfRangeException(nameof(number), number, "A number has to be finite.");

    /// <summary>Money, in ten-thousandths: see <see cref="Money"/>.</summary>
    public static FieldValue OfMoney(long units) => new(Kind.Money, units);

    /// <summary>True or false.</summary>
    public static FieldValue OfBoolean(bool value) => new(Kind.Boolean, value ? 1 : 0);

    /// <summary>A calendar day, counted from 1970-01-01.</summary>
    public static FieldValue OfDate(int daysSinceEpoch) => new(Kind.Date, daysSinceEpoch);

    /// <summary>An instant, in milliseconds since 1970-01-01T00:00:00Z.</summary>
    public static FieldValue OfDateTime(long unixMilliseconds) => new(Kind.DateTime, unixMilliseconds);

    /// <summary>A set of tags, as they are shown; empty texts and those that fold to the same are dropped. No tags is missing.</summary>
    public static FieldValue OfTags(IEnumerable<string> tags)
    {
        string[] set = [.. tags.Where(tag => tag.Length > 0).Select(TextFold.Compose).DistinctBy(TextFold.Fold, StringComparer.Ordinal)];
        return set.Length == 0 ? default : new(set, 0);
    }

    /// <summary>The text or link.</summary>
    public string AsText() => (string)_reference!;

    /// <summary>The number.</summary>
    public double AsNumber() => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The money, in ten-thousandths.</summary>
    public long AsMoney() => _bits;

    /// <summary>The boolean.</summary>
    public bool AsBoolean() => _bits != 0;

    /// <summary>The day, counted from 1970-01-01.</summary>
    public int AsDate() => (int)_bits;

    /// <summary>The instant, in milliseconds since 1970-01-01T00:00:00Z.</summary>
    public long AsDateTime() => _bits;

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> AsTags() => (string[])_reference!;

    /// <inheritdoc/>
    public bool Equals(FieldValue other) => (_reference, other._reference) switch
    {
        (string[] mine, string[] theirs) => mine.AsSpan().SequenceEqual(theirs),
        (string mine, string theirs) => mine == theirs && _bits == other._bits,
        var (mine, theirs) => mine == theirs && _bits == other._bits,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FieldValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_bits, _reference is string[] tags ? tags.Length : _reference);

    /// <summary>Whether both are the same value.</summary>
    public static bool operator ==(FieldValue left, FieldValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(FieldValue left, FieldValue right) => !left.Equals(right);

    /// <summary>The value as files and people write it, independent of culture: days as <c>2026-04-16</c>, instants in RFC 3339 with milliseconds; missing is empty.</summary>
    public override string ToString() => IsMissing
        ? ""
        : Type switch
        {
            FieldType.Text or FieldType.Link => AsText(),
            FieldType.Number => AsNumber().ToString("R", CultureInfo.InvariantCulture),
            FieldType.Money => Money.ToDecimal(_bits).ToString("0.00##", CultureInfo.InvariantCulture),
            FieldType.Boolean => AsBoolean() ? "true" : "false",
            FieldType.Date => LocalDatePattern.Iso.Format(new LocalDate(1970, 1, 1).PlusDays(AsDate())),
            FieldType.DateTime => InstantFormat.Format(Instant.FromUnixTimeMilliseconds(_bits)),
            FieldType.Tags => string.Join(", ", AsTags()),
            _ => throw new InvalidOperationException(),
        };

    private static readonly InstantPattern InstantFormat = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    private sealed class Kind(FieldType type)
    {
        public static readonly Kind Number = new(FieldType.Number);
        public static readonly Kind Money = new(FieldType.Money);
        public static readonly Kind Boolean = new(FieldType.Boolean);
        public static readonly Kind Date = new(FieldType.Date);
        public static readonly Kind DateTime = new(FieldType.DateTime);

        public FieldType Type { get; } = type;
    }
}
