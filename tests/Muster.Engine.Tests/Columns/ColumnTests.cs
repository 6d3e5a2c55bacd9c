using System.Text;
using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.Engine.Tests.Columns;

public class ColumnTests
{
    public static TheoryData<FieldType> Types => [.. Enum.GetValues<FieldType>()];

    [Theory, MemberData(nameof(Types))]
    public void AColumn_GivesBackWhatWasPut_WhateverHappensBetween(FieldType type)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            Random random = new(seed);
            FieldStore store = new(new("f", type, "F"), NoProfiles.Instance, new(DictionaryTexts: 8, HeapGarbage: 16, ListedRows: 3, LooseRows: 0));
            Column column = store.NewColumn();
            Dictionary<int, FieldValue> expected = [];
            for (int step = 0; step < 600; step++)
            {
                int row = random.Next(200);
                if (random.Next(4) == 0)
                {
                    column.Clear(row);
                    expected.Remove(row);
                }
                else
                {
                    expected[row] = Value(random, type);
                    column.Set(row, expected[row]);
                }

                if (column is CodeColumn codes && store.TurnsToHeap())
                {
                    column = codes.ToHeap();
                    store.DropDictionary();
                }
            }

            int[] order = [.. Enumerable.Range(0, 200).OrderBy(_ => random.Next())];
            Column gathered = column.New();
            gathered.CopyFrom(column, order, 5);
            for (int i = 0; i < order.Length; i++)
            {
                Assert.Equal(Comparable(expected.GetValueOrDefault(order[i])), Comparable(column.Get(order[i])));
                Assert.Equal(Comparable(expected.GetValueOrDefault(order[i])), Comparable(gathered.Get(5 + i)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public void Codes_OfEveryWidth_AreFound(int distinct)
    {
        FieldStore store = new(new("f", FieldType.Text, "F"), NoProfiles.Instance, Tuning.Default);
        Column column = store.NewColumn();
        int rows = Math.Max(distinct, 70_000);
        for (int row = 0; row < rows; row++)
        {
            column.Set(row, FieldValue.OfText($"Text {row % distinct}"));
        }

        Assert.Equal("Text 0", column.Get(0).AsText());
        Assert.Equal($"Text {distinct - 1}", column.Get(distinct - 1).AsText());
        Check(new TextMatcher.OneOf([$"text {distinct - 1}"]));
        Check(new TextMatcher.OneOf(["text 0", "text 1", "text 255", "text 256", "text 65535", "none"]));
        Check(new TextMatcher.Has(TextPart.End, "7"));

        void Check(TextMatcher matcher)
        {
            ulong[] words = new ulong[Bits.Words(rows)];
            column.Test(new TextTest(matcher, store.Dictionary), rows, words);
            Assert.Equal(Enumerable.Range(0, rows).Count(row => matcher.Holds($"text {row % distinct}")), Bits.Count(words));
            Assert.Equal(matcher.Holds($"text {(rows - 1) % distinct}"), Bits.Get(words, rows - 1));
        }
    }

    [Fact]
    public void AHeap_IsSearchedAsItsRowsAre_AppendedOrReplacedOrErased()
    {
        string[] pool = ["ann@x.de", "bob@y.de", "an", "x", "annann", "ann@x.de.com", "é", "@x.de", "dex", "z"];
        TextMatcher[] matchers =
        [
            new TextMatcher.Has(TextPart.Anywhere, "an"), new TextMatcher.Has(TextPart.Anywhere, "x"), new TextMatcher.Has(TextPart.End, "@x.de"), new TextMatcher.Has(TextPart.End, "e"),
            new TextMatcher.Has(TextPart.Beginning, "ann"), new TextMatcher.OneOf(["an"]), new TextMatcher.OneOf(["x", "z", "é"]),
            new TextMatcher.Domain(null), new TextMatcher.Domain(new TextMatcher.OneOf(["x.de"])),
        ];
        for (int seed = 1; seed <= 300; seed++)
        {
            Random random = new(seed);
            HeapColumn column = new(store: null);
            Dictionary<int, string> expected = [];
            for (int row = 0; row < random.Next(1, 140); row += random.Next(1, 3))
            {
                column.SetKey(row, expected[row] = pool[random.Next(pool.Length)]);
            }

            for (int change = random.Next(0, 4); change > 0; change--)
            {
                int row = random.Next(140);
                column.Clear(row);
                expected.Remove(row);
                if (random.Next(2) == 0)
                {
                    column.SetKey(row, expected[row] = pool[random.Next(pool.Length)]);
                }
            }

            foreach (TextMatcher matcher in matchers)
            {
                ulong[] words = new ulong[Bits.Words(140)];
                column.Test(new TextTest(matcher, dictionary: null), 140, words);
                for (int row = 0; row < 140; row++)
                {
                    Assert.True((expected.TryGetValue(row, out string? text) && matcher.Holds(text)) == Bits.Get(words, row), $"seed {seed}, row {row}, \"{text}\"");
                }
            }
        }
    }

    [Fact]
    public void Ids_AreComparedFolded_AndLookedUpExactly()
    {
        IdColumn ids = new();
        ids.Put(0, "abc");
        ids.Put(1, "ABC");
        ids.Put(2, "xyz");
        ulong[] words = new ulong[1];
        ids.Test(new TextTest(new TextMatcher.OneOf(["abc"]), dictionary: null), 3, words);

        Assert.Equal(0b011UL, words[0] & 0b111);
        Assert.True(ids.IsAt(1, "ABC"u8));
        Assert.False(ids.IsAt(1, "abc"u8));
        Assert.False(ids.IsAt(0, "ab"u8));
        Assert.Equal("ABC", ids.Get(1).AsText());
    }

    [Theory]
    [InlineData("all of few series")]
    [InlineData("more series than are packed", 3_000)]
    public void Ids_OfSeries_AreWhatTheyWere(string because, int series = 9)
    {
        Random random = new(series);
        string[] edges = ["0", "00", "007", "e0", "e00", "E10", "e4294967296", "999999999", "1000000000", "12345678901234567890", "é7", "e7é", "e", "x" + new string('0', 60) + "1"];
        string[] ids = [.. edges, .. Enumerable.Range(0, 2_000).Select(i => $"S{random.Next(series)}-{random.Next(100_000)}")];
        IdColumn column = new();
        for (int row = 0; row < ids.Length; row++)
        {
            column.Put(row, ids[row]);
        }

        int[] order = [.. Enumerable.Range(0, ids.Length).Reverse()];
        column.Clear(order[0]);
        IdColumn copy = new();
        copy.CopyFrom(column, order, 0);
        Assert.False(copy.Has(0), because);
        for (int row = 1; row < ids.Length; row++)
        {
            string id = ids[order[row]];
            Assert.Equal(id, copy.Id(row));
            Assert.Equal(id, copy.Get(row).AsText());
            Assert.True(copy.IsAt(row, Encoding.UTF8.GetBytes(id)), id);
            Assert.False(copy.IsAt(row, Encoding.UTF8.GetBytes("0" + id)), id);
            Assert.False(copy.IsAt(row, Encoding.UTF8.GetBytes(id + "0")), id);
        }

        foreach (TextMatcher matcher in (TextMatcher[])[new TextMatcher.OneOf(["e0", "007", "s1-5"]), new TextMatcher.Has(TextPart.Anywhere, "s1"), new TextMatcher.Has(TextPart.End, "00"), new TextMatcher.Has(TextPart.Beginning, "é")])
        {
            ulong[] words = new ulong[Bits.Words(ids.Length)];
            copy.Test(new TextTest(matcher, dictionary: null), ids.Length, words);
            for (int row = 1; row < ids.Length; row++)
            {
                Assert.True(matcher.Holds(TextFold.Fold(ids[order[row]])) == Bits.Get(words, row), $"{ids[order[row]]}, {because}");
                int expected = Math.Sign(string.CompareOrdinal(TextFold.Fold(ids[order[row]]), TextFold.Fold(ids[5])));
                Assert.Equal(expected, Math.Sign(copy.Compare(row, column, 5)));
            }
        }
    }

    [Theory]
    [InlineData(2026, 2, 28)]
    [InlineData(2028, 2, 29)]
    [InlineData(2026, 12, 29)]
    public void YearlyDays_AreThoseOfTheWindow(int year, int month, int day)
    {
        DateWindow window = new DateWindow.Counted(WindowRelation.Next, 3, WindowUnit.Day) { IgnoringYear = true };
        ResolvedWindow resolved = ResolvedWindow.Of(window, new(Instant.FromUtc(year, month, day, 12, 0), DateTimeZone.Utc));
        YearlyDays days = new(resolved);
        for (int at = ZoneDays.ToDay(new LocalDate(1849, 1, 1)); at < ZoneDays.ToDay(new LocalDate(2152, 1, 1)); at++)
        {
            Assert.True(resolved.HoldsDay(at) == days.Holds(at), $"{ZoneDays.ToDate(at)}");
        }
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Pacific/Apia")]
    [InlineData("America/Toronto")]
    [InlineData("Pacific/Kwajalein")]
    public void ADayTable_KnowsTheDaysOfItsZone(string zoneId)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[zoneId];
        DayTable table = DayTable.Of(zone);
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            long instant = i % 3 == 0
                ? ZoneDays.StartOfDay(random.Next(-26_000, 48_000), zone) + random.Next(-1, 2)
                : random.NextInt64(-2_300_000_000_000, 4_200_000_000_000);
            Assert.Equal(ZoneDays.DayOf(instant, zone), table.DayOf(instant));
        }
    }

    [Fact]
    public void Text_IsOrderedByItsBytes()
    {
        string[] texts = ["", "a", "ab", "b", "é", "\uE000", "\uFFFD", "\U00010000", "\U0001F642", "a\U00010000", "a\uFFFD"];
        foreach (string left in texts)
        {
            foreach (string right in texts)
            {
                int bytes = System.Text.Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(right));
                Assert.Equal(Math.Sign(bytes), Math.Sign(TextOrder.Compare(left, right)));
            }
        }
    }

    private static FieldValue Value(Random random, FieldType type) => type switch
    {
        FieldType.Text => FieldValue.OfText($"text {random.Next(random.Next(2) == 0 ? 3 : 400)}"),
        FieldType.Number => FieldValue.OfNumber(random.NextDouble() - 0.5),
        FieldType.Money => FieldValue.OfMoney(random.NextInt64(long.MinValue, long.MaxValue)),
        FieldType.Boolean => FieldValue.OfBoolean(random.Next(2) == 0),
        FieldType.Date => FieldValue.OfDate(random.Next(-100_000, 100_000)),
        FieldType.DateTime => FieldValue.OfDateTime(random.NextInt64(-10_000_000_000_000, 10_000_000_000_000)),
        FieldType.Tags => FieldValue.OfTags(Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"tag {random.Next(6)}")),
        _ => FieldValue.OfLink($"Id {random.Next(400)}"),
    };

    private static string Comparable(FieldValue value) =>
        !value.IsMissing && value.Type == FieldType.Tags ? string.Join(",", value.AsTags().Order(StringComparer.Ordinal)) : value.ToString();

    private sealed class NoProfiles : IProfileDirectory
    {
        public static NoProfiles Instance { get; } = new();

        public int OrdinalOf(ProfileKind kind, string id) => throw new InvalidOperationException();

        public string IdOf(int ordinal) => throw new InvalidOperationException();
    }
}
