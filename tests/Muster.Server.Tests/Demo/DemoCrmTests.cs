using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Muster.Rules.Schema;
using Muster.Server.Demo;
using Muster.Storage.Records;
using NodaTime;
using static Muster.Server.Tests.Demo.DemoData;

namespace Muster.Server.Tests.Demo;

public sealed partial class DemoCrmTests
{
    private static readonly string[] Owners = ["contact", "company", "lead"];

    [Fact]
    public void TheSameOptions_GiveTheSameBytes_AsEver()
    {
        // Changes when the data does: then what others say about the demo's numbers has to change too.
        Assert.Equal("5f7f71ef7b20ff46481b6f05cd0519430eedca902a73bc991e496a663a38c1b6", Digest(new(1_000, 42, Now)));
    }

    [Fact]
    public void TheBytes_DoNotDependOnTheCulture()
    {
        string expected = Digest(new(200, 7, Now));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.Equal(expected, Digest(new(200, 7, Now)));
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(expected, Digest(new(200, 7, Now)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<string, DemoOptions> OtherOptions => new()
    {
        { "another seed", new(200, 8, Now) },
        { "another size", new(201, 7, Now) },
        { "another today", new(200, 7, Now.Plus(Duration.FromDays(1))) },
        { "more events", new(200, 7, Now, EventsPerProfile: 6) },
    };

    [Theory, MemberData(nameof(OtherOptions))]
    public void OtherOptions_GiveOtherBytes(string because, DemoOptions options) => Assert.True(Digest(new(200, 7, Now)) != Digest(options), because);

    [Fact]
    public void ADocument_StaysValidAfterOthersWereMade()
    {
        List<(RecordWrite Write, string Then)> seen = [.. DemoCrm.Generate(new(300, 1, Now)).Select(write => (write, Encoding.UTF8.GetString(write.Document.Span)))];
        Assert.All(seen, record => Assert.Equal(record.Then, Encoding.UTF8.GetString(record.Write.Document.Span)));
    }

    [Fact]
    public void Reading_KeepsNoDocument()
    {
        List<WeakReference> blocks = [];
        using IEnumerator<RecordWrite> writes = DemoCrm.Generate(new(20_000, 3, Now)).GetEnumerator();
        Read(writes, 200_000, blocks);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // Most of the way through some 40 MB. Alive is the block at work, and for each object at most the one that its last record is in.
        Assert.True(blocks.Count > 400, $"{blocks.Count} blocks");
        Assert.InRange(blocks.Count(block => block.IsAlive), 1, 16);
        Assert.True(writes.MoveNext());
    }

    // Its own method, not inlined, so that no local of it keeps a block alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Read(IEnumerator<RecordWrite> writes, int count, List<WeakReference> blocks)
    {
        for (int index = 0; index < count && writes.MoveNext(); index++)
        {
            Assert.True(MemoryMarshal.TryGetArray(writes.Current.Document, out ArraySegment<byte> slice));
            if (blocks.Count == 0 || blocks[^1].Target != slice.Array)
            {
                blocks.Add(new(slice.Array));
            }
        }
    }

    [Theory]
    [InlineData(1, 0, 1, 0)]
    [InlineData(10, 0, 9, 1)]
    [InlineData(1_000, 60, 840, 100)]
    public void Sizes_AreWhatWasAskedFor(int profiles, int companies, int contacts, int leads)
    {
        DemoOptions options = new(profiles, 5, Now);
        DemoData data = new(options);
        Assert.Equal((companies, contacts, leads), (data.Of("company").Count, data.Of("contact").Count, data.Of("lead").Count));
        AssertWhole(data);
    }

    [Theory]
    [InlineData(1, 5.0)]
    [InlineData(1_000, 0.0)]
    [InlineData(5_000, 5.0)]
    [InlineData(2_000, 40.0)]
    public void Counts_AreThoseOfTheRecords(int profiles, double eventsPerProfile)
    {
        DemoOptions options = new(profiles, 9, Now, eventsPerProfile);
        IReadOnlyDictionary<string, long> counts = DemoCrm.CountByObject(options);
        Dictionary<string, long> made = DemoCrm.Generate(options).CountBy(write => write.Object).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        Assert.Equal(["company", "contact", "lead", "deal", "order", "ticket", "appointment", "conversation", "submission", "activity", "event", "engagement"], counts.Keys);
        Assert.All(counts, pair => Assert.Equal(pair.Value, made.GetValueOrDefault(pair.Key)));
        Assert.Equal(counts.Values.Sum(), made.Values.Sum());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_000_001)]
    public void ProfilesOutOfRange_AreRefusedAtTheCall(int profiles)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DemoCrm.Generate(new(profiles, 1, Now)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DemoCrm.CountByObject(new(profiles, 1, Now)));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1000.1)]
    [InlineData(double.NaN)]
    public void EventsOutOfRange_AreRefusedAtTheCall(double eventsPerProfile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DemoCrm.Generate(new(1, 1, Now, eventsPerProfile)));

    [Theory]
    [InlineData(1979)]
    [InlineData(2200)]
    public void ATodayOutOfRange_IsRefusedAtTheCall(int year) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DemoCrm.Generate(new(1, 1, Instant.FromUtc(year, 6, 1, 0, 0))));

    [Fact]
    public void AnyTodayWorks()
    {
        foreach (Instant now in new[]
        {
            Instant.FromUtc(1980, 1, 1, 0, 0), Instant.FromUtc(2024, 2, 29, 0, 0), Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2199, 12, 31, 23, 59),
        })
        {
            AssertWhole(new(new(500, 11, now)), now);
        }
    }

    [Fact]
    public void Records_AreWhole() => AssertWhole(Shared);

    [Fact]
    public void Objects_ComeInTheOrderOfWhatTheyNeed() => Assert.Equal(
        ["company", "contact", "lead", "deal", "order", "ticket", "appointment", "conversation", "submission", "activity", "event", "engagement"], Shared.Order);

    /// <summary>Ids are unique; fields are of the schema and of their type; links name records; nothing is before its owner or after now.</summary>
    private static void AssertWhole(DemoData data, Instant? today = null)
    {
        Instant now = today ?? Now;
        CrmSchema schema = DemoCrm.CustomFields.Aggregate(CrmSchema.Standard, (so, field) => so.WithField(field.Object, field.Field, field.Type));
        Dictionary<(string, string), Instant> born = [];
        HashSet<(string, string)> ids = [];
        foreach ((string objectName, string id, JsonElement fields) in data.All)
        {
            Assert.True(ids.Add((objectName, id)), $"{id} twice");
            Assert.Matches(IdForm(), id);
            if (Owners.Contains(objectName))
            {
                born.Add((objectName, id), Time(fields, "created_at")!.Value);
            }
        }

        foreach ((string objectName, string id, JsonElement fields) in data.All)
        {
            ObjectType type = schema.Find(objectName)!;
            Assert.Equal(fields.EnumerateObject().Count(), fields.EnumerateObject().Select(field => field.Name).Distinct().Count());
            Instant since = Owners.Where(owner => type.Kind == ObjectKind.Related && fields.TryGetProperty(owner, out _))
                .Select(owner => born[(owner, Text(fields, owner)!)]).DefaultIfEmpty(Instant.MinValue).Max();
            Assert.True(type.Kind == ObjectKind.Profile || since > Instant.MinValue, $"{id} has no owner");
            foreach (JsonProperty field in fields.EnumerateObject())
            {
                string place = $"{id}.{field.Name} = {field.Value}";
                if (field.Name == "items" && objectName == "order")
                {
                    AssertItems(schema, field.Value, place);
                    continue;
                }

                Field known = type.Find(field.Name) ?? throw new InvalidOperationException($"{place} is of no schema");
                AssertFits(known, field.Value, place);
                if (known.Type == FieldType.Link)
                {
                    Assert.True(ids.Contains((known.LinksTo!, field.Value.GetString()!)), place + " names no record");
                }
                else if (known.Type == FieldType.DateTime)
                {
                    Instant at = Time(fields, field.Name)!.Value;
                    Instant last = objectName == "appointment" && field.Name == "starts_at" ? now.Plus(Duration.FromDays(50)) : now;
                    Assert.True(at >= since && at <= last, place + $" is before {since} or after {last}");
                    Assert.True(Time(fields, "created_at") is not { } createdAt || at >= createdAt, place + " is before it was created");
                }
            }
        }
    }

    private static void AssertItems(CrmSchema schema, JsonElement items, string place)
    {
        Assert.True(items.GetArrayLength() > 0, place);
        foreach (JsonProperty field in items.EnumerateArray().SelectMany(item => item.EnumerateObject()))
        {
            AssertFits(schema.Find("item")!.Find(field.Name)!, field.Value, place);
        }
    }

    private static void AssertFits(Field field, JsonElement value, string place)
    {
        bool fits = field.Type switch
        {
            FieldType.Text or FieldType.Link => value.GetString() is { Length: > 0 } text && text.IsNormalized(),
            FieldType.Number => value.TryGetInt32(out _),
            FieldType.Money => MoneyForm().IsMatch(value.GetRawText()),
            FieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            FieldType.Date => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            FieldType.DateTime => InstantForm().IsMatch(value.GetString()!),
            FieldType.Tags => value.GetArrayLength() > 0 && value.EnumerateArray().Select(tag => tag.GetString()).Distinct().Count() == value.GetArrayLength(),
            _ => false,
        };
        Assert.True(fits, place);
    }

    private static string Digest(DemoOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (RecordWrite write in DemoCrm.Generate(options))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{write.Object} {write.Id} "));
            hash.AppendData(write.Document.Span);
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex("^(com|con|lead)_[0-9]{6,}$|^(deal|act)_c?[0-9]{6,}_[1-9][0-9]*$|^(ord|tkt|appt|conv|sub)_[0-9]{6,}_[1-9][0-9]*$|^(evt|eng)_l?[0-9]{6,}_[1-9][0-9]*$")]
    private static partial Regex IdForm();

    [GeneratedRegex(@"^[0-9]+\.[0-9]{2}$")]
    private static partial Regex MoneyForm();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")]
    private static partial Regex InstantForm();
}
