using System.Text;
using System.Text.Json;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.Rules.Tests.Data;

public class ValueReaderTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    /// <summary>Stands for a value that does not fit; the empty text for a missing one.</summary>
    private const string Issue = "issue";

    public static TheoryData<FieldType, string, string> Coercions => new()
    {
        { FieldType.Text, "\"Ann\"", "Ann" },
        { FieldType.Text, "\" Ann \"", " Ann " },
        { FieldType.Text, "\"A\\u0308\"", "\u00C4" },
        { FieldType.Text, "1.50", "1.50" },
        { FieldType.Text, "true", "true" },
        { FieldType.Text, "null", "" },
        { FieldType.Text, "\"\"", "" },
        { FieldType.Text, "[\"a\"]", Issue },
        { FieldType.Text, "{\"a\":[1,{}]}", Issue },
        { FieldType.Text, "\"\\ud800\"", Issue },
        { FieldType.Number, "12", "12" },
        { FieldType.Number, "-0.0", "0" },
        { FieldType.Number, "1e3", "1000" },
        { FieldType.Number, "1e400", Issue },
        { FieldType.Number, "\" 12.5 \"", "12.5" },
        { FieldType.Number, "\"1e-3\"", "0.001" },
        { FieldType.Number, "\"12,5\"", Issue },
        { FieldType.Number, "\"NaN\"", Issue },
        { FieldType.Number, "\"Infinity\"", Issue },
        { FieldType.Number, "\"twelve\"", Issue },
        { FieldType.Number, "\" \"", "" },
        { FieldType.Number, "true", Issue },
        { FieldType.Number, "[1]", Issue },
        { FieldType.Money, "10", "10.00" },
        { FieldType.Money, "10.0001", "10.0001" },
        { FieldType.Money, "10.00010", "10.0001" },
        { FieldType.Money, "10.00005", Issue },
        { FieldType.Money, "1.5e3", "1500.00" },
        { FieldType.Money, "1e-4", "0.0001" },
        { FieldType.Money, "1e99", Issue },
        { FieldType.Money, "922337203685477", "922337203685477.00" },
        { FieldType.Money, "922337203685478", Issue },
        { FieldType.Money, "0.10000000000000000000000000000000000000000000000001", Issue },
        { FieldType.Money, "0.1000000000000000000000000000000000000000000000000", "0.10" },
        { FieldType.Money, "\"$1,000.50\"", "1000.50" },
        { FieldType.Money, "\"-$5\"", "-5.00" },
        { FieldType.Money, "\"$-5\"", "-5.00" },
        { FieldType.Money, "\"-$-5\"", Issue },
        { FieldType.Money, "\"1,000 €\"", "1000.00" },
        { FieldType.Money, "\"€ 12,345,678.90\"", "12345678.90" },
        { FieldType.Money, "\"1,00\"", Issue },
        { FieldType.Money, "\"1000,000\"", Issue },
        { FieldType.Money, "\",000\"", Issue },
        { FieldType.Money, "\"1,000,\"", Issue },
        { FieldType.Money, "\"$\"", Issue },
        { FieldType.Money, "\"5.\"", Issue },
        { FieldType.Money, "\".5\"", "0.50" },
        { FieldType.Money, "\"1,000e3\"", Issue },
        { FieldType.Money, "\"USD 5\"", Issue },
        { FieldType.Money, "\"$5€\"", Issue },
        { FieldType.Money, "true", Issue },
        { FieldType.Boolean, "true", "true" },
        { FieldType.Boolean, "0", "false" },
        { FieldType.Boolean, "1.0", "true" },
        { FieldType.Boolean, "2", Issue },
        { FieldType.Boolean, "\"YES\"", "true" },
        { FieldType.Boolean, "\"No\"", "false" },
        { FieldType.Boolean, "\"1\"", "true" },
        { FieldType.Boolean, "\"FALSE\"", "false" },
        { FieldType.Boolean, "\"on\"", Issue },
        { FieldType.Boolean, "\"truest\"", Issue },
        { FieldType.Date, "\"2024-02-29\"", "2024-02-29" },
        { FieldType.Date, "\"2023-02-29\"", Issue },
        { FieldType.Date, "\"1900-02-29\"", Issue },
        { FieldType.Date, "\"0001-01-01\"", "0001-01-01" },
        { FieldType.Date, "\"9998-12-31\"", "9998-12-31" },
        { FieldType.Date, "\"9999-01-01\"", Issue },
        { FieldType.Date, "\"0000-12-31\"", Issue },
        { FieldType.Date, "\"2026-04-16T00:00:00Z\"", "2026-04-16" },
        { FieldType.Date, "\"2026-04-16 00:00\"", "2026-04-16" },
        { FieldType.Date, "\"2026-04-15T22:00:00Z\"", "2026-04-16" },
        { FieldType.Date, "\"2026-04-16T00:00:01Z\"", Issue },
        { FieldType.Date, "\"16.04.2026\"", Issue },
        { FieldType.Date, "20260416", Issue },
        { FieldType.DateTime, "\"2026-04-16T12:30:00Z\"", "2026-04-16T12:30:00.000Z" },
        { FieldType.DateTime, "\"2026-04-16t12:30:00.1239z\"", "2026-04-16T12:30:00.123Z" },
        { FieldType.DateTime, "\"1969-12-31T23:59:59.9999Z\"", "1969-12-31T23:59:59.999Z" },
        { FieldType.DateTime, "\"2026-04-16T12:30:00-03:30\"", "2026-04-16T16:00:00.000Z" },
        { FieldType.DateTime, "\"2026-04-16 12:30:00+0200\"", "2026-04-16T10:30:00.000Z" },
        { FieldType.DateTime, "\"2026-04-16 12:30+02\"", "2026-04-16T10:30:00.000Z" },
        { FieldType.DateTime, "\"2026-04-16T12:30:00\"", "2026-04-16T10:30:00.000Z" },
        { FieldType.DateTime, "\"2026-04-16\"", "2026-04-15T22:00:00.000Z" },
        { FieldType.DateTime, "\"2026-03-29T02:30:00\"", "2026-03-29T01:30:00.000Z" },
        { FieldType.DateTime, "\"2026-10-25T02:30:00\"", "2026-10-25T00:30:00.000Z" },
        { FieldType.DateTime, "\"2024-02-29T12:00:00Z\"", "2024-02-29T12:00:00.000Z" },
        { FieldType.DateTime, "\"0001-01-01T00:00:00Z\"", "0001-01-01T00:00:00.000Z" },
        { FieldType.DateTime, "\"0001-01-01T00:00:00+00:01\"", Issue },
        { FieldType.DateTime, "\"9998-12-31T23:59:59.999Z\"", "9998-12-31T23:59:59.999Z" },
        { FieldType.DateTime, "\"9998-12-31T23:59:59.999-00:01\"", Issue },
        { FieldType.DateTime, "\"2026-04-16T24:00:00Z\"", Issue },
        { FieldType.DateTime, "\"2026-04-16T12:60:00Z\"", Issue },
        { FieldType.DateTime, "\"2026-04-16T12:30:00.Z\"", Issue },
        { FieldType.DateTime, "\"2026-04-16T12:30:00+2\"", Issue },
        { FieldType.DateTime, "\"2026-04-16T12:30:00Zulu\"", Issue },
        { FieldType.DateTime, "1776342600", Issue },
        { FieldType.Tags, "[\"VIP\",\"vip\",7,true,null,\"\"]", "VIP, 7, true" },
        { FieldType.Tags, "\"a, b;c|d,,\"", "a, b, c, d" },
        { FieldType.Tags, "[]", "" },
        { FieldType.Tags, "[[\"a\"],\"b\"]", Issue },
        { FieldType.Tags, "[\"b\",{\"a\":1}]", Issue },
        { FieldType.Tags, "5", "5" },
        { FieldType.Tags, "{}", Issue },
        { FieldType.Link, "\"C-1\"", "C-1" },
        { FieldType.Link, "42", "42" },
        { FieldType.Link, "true", Issue },
        { FieldType.Link, "[\"C-1\"]", Issue },
    };

    private static bool Read(FieldType type, string json, out FieldValue value, out string? reason)
    {
        // A token after the value shows whether the reader was left at its end.
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes($"[{json},\"after\"]"));
        reader.Read();
        reader.Read();
        bool fits = ValueReader.TryRead(type, ref reader, Berlin, out value, out reason);
        Assert.True(reader.Read());
        Assert.True(reader.ValueTextEquals("after"));
        return fits;
    }

    [Theory, MemberData(nameof(Coercions))]
    public void AValue_IsCoercedIfNothingIsLost_ElseRefusedWithAReason(FieldType type, string json, string expected)
    {
        bool fits = Read(type, json, out FieldValue value, out string? reason);

        Assert.Equal(expected != Issue, fits);
        Assert.Equal(fits, reason is null);
        Assert.Equal(fits ? expected : "", value.ToString());
        Assert.True(value.IsMissing || value.Type == type);
    }

    [Theory, MemberData(nameof(Coercions))]
    public void Text_IsReadAsJsonStringsAre(FieldType type, string json, string expected)
    {
        if (!json.StartsWith('"') || json.Contains("\\ud800", StringComparison.Ordinal))
        {
            return;
        }

        bool fits = ValueReader.TryReadText(type, JsonSerializer.Deserialize<string>(json)!, Berlin, out FieldValue value, out string? reason);
        Assert.Equal(expected != Issue, fits);
        Assert.Equal(fits, reason is null);
        Assert.Equal(fits ? expected : "", value.ToString());
    }

    public static MatrixTheoryData<FieldType, string> EmptyByType { get; } = new(Enum.GetValues<FieldType>(), ["null", "\"\""]);

    [Theory, MemberData(nameof(EmptyByType))]
    public void NullAndEmptyText_AreMissingValuesOfEveryType(FieldType type, string json)
    {
        Assert.True(Read(type, json, out FieldValue value, out _));
        Assert.True(value.IsMissing);
    }

    [Theory]
    [InlineData(ValueReader.MaxTextLength, true)]
    [InlineData(ValueReader.MaxTextLength + 1, false)]
    [InlineData(ValueReader.MaxTextLength * 7, false)]
    public void Texts_AreLimited(int length, bool fits)
    {
        string text = new('ä', length);
        foreach (FieldType type in new[] { FieldType.Text, FieldType.Link, FieldType.Tags })
        {
            Assert.Equal(fits, Read(type, $"\"{text}\"", out FieldValue value, out _));
            Assert.Equal(fits, !value.IsMissing);
            Assert.Equal(fits, ValueReader.TryReadText(type, text, Berlin, out _, out _));
        }

        Assert.Equal(fits, Read(FieldType.Tags, $"[\"{text}\"]", out _, out _));
        Assert.False(Read(FieldType.Money, "1" + new string('0', length), out _, out _));
    }

    [Fact]
    public void Money_ReadsBackWhatItPrints()
    {
        const int Seed = 7;
        Random random = new(Seed);
        for (int i = 0; i < 5_000; i++)
        {
            long units = random.NextInt64(-9_223_372_036_854_770_000, 9_223_372_036_854_770_000) >> random.Next(64);
            string printed = FieldValue.OfMoney(units).ToString();
            Assert.True(Read(FieldType.Money, printed, out FieldValue value, out string? reason), $"seed {Seed}: {printed} {reason}");
            Assert.Equal(units, value.AsMoney());
        }
    }

    [Theory]
    [InlineData("true", FieldType.Boolean)]
    [InlineData("1.5", FieldType.Number)]
    [InlineData("[\"a\",1]", FieldType.Tags)]
    [InlineData("[]", FieldType.Tags)]
    [InlineData("[{}]", null)]
    [InlineData("{\"a\":[]}", null)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"2024-02-29\"", FieldType.Date)]
    [InlineData("\"2023-02-29\"", FieldType.Text)]
    [InlineData("\"2026-04-16T12:30:00.5+02:00\"", FieldType.DateTime)]
    [InlineData("\"2026-04-16T12:30:00\"", FieldType.Text)]
    [InlineData("\"12\"", FieldType.Text)]
    [InlineData("\"\\ud800\"", FieldType.Text)]
    public void AFirstValue_GivesItsFieldAType(string json, FieldType? expected)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes($"[{json},\"after\"]"));
        reader.Read();
        reader.Read();
        Assert.Equal(expected, ValueReader.InferType(ref reader));
        Assert.True(reader.Read());
        Assert.True(reader.ValueTextEquals("after"));
    }
}
