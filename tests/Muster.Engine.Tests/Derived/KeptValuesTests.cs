using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using NodaTime;
using Record = Muster.Rules.Data.Record;

namespace Muster.Engine.Tests.Derived;

/// <summary>Values kept with the partitions follow every change, both where few profiles were touched and where many were.</summary>
public sealed class KeptValuesTests : IDisposable
{
    private const long Day = 86_400_000;
    private static readonly Moment Now = new(Instant.FromUtc(2026, 4, 15, 12, 0), DateTimeZone.Utc);

    private readonly EmbeddedEngine _engine = new(CrmSchema.Standard);
    private readonly Dictionary<string, long> _own = [];
    private readonly Dictionary<string, (string Owner, long At)> _activities = [];
    private readonly Dictionary<string, (string Owner, long Amount, bool Paid)> _orders = [];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 40)]
    [InlineData(3, 900)]
    public async Task KeptValues_FollowEveryChange(int seed, int changes)
    {
        Random random = new(seed);
        int contacts = 2_000;
        _engine.Apply([.. Enumerable.Range(0, contacts).Select(i => Contact($"c{i}", random))]);
        for (int batch = 0; batch < 25; batch++)
        {
            List<RecordChange> applied = [];
            for (int i = 0; i < changes; i++)
            {
                applied.Add(random.Next(12) switch
                {
                    0 => Contact($"c{random.Next(contacts)}", random),
                    1 => Contact($"c{contacts++}", random),
                    2 or 3 or 4 => Activity(random, contacts),
                    5 => Delete("activity", _activities, random),
                    6 or 7 or 8 => Order(random, contacts),
                    9 => Delete("order", _orders, random),
                    10 => DeleteContact($"c{random.Next(contacts)}"),
                    _ => Activity(random, contacts),
                });
            }

            _engine.Apply(applied);
            await HoldsAsync("last_activity_at > 2026-03-16", id => Latest(id) >= Instant.FromUtc(2026, 3, 17, 0, 0).ToUnixTimeMilliseconds(), seed, batch);
            await HoldsAsync("last_activity_at is missing", id => Latest(id) is null, seed, batch);
            await HoldsAsync("activity_count >= 2", id => _activities.Values.Count(row => row.Owner == id) >= 2, seed, batch);
            await HoldsAsync("at most 1 activities", id => _activities.Values.Count(row => row.Owner == id) <= 1, seed, batch);
            await HoldsAsync("count(order) = 1", id => _orders.Values.Count(row => row.Owner == id) == 1, seed, batch);
            await HoldsAsync("no orders", id => _orders.Values.All(row => row.Owner != id), seed, batch);
            await HoldsAsync("lifetime_value >= 1", id => _orders.Values.Where(row => row.Owner == id && row.Paid).Sum(row => row.Amount) >= 10_000, seed, batch);
        }
    }

    private long? Latest(string id) => _activities.Values.Where(row => row.Owner == id).Select(row => (long?)row.At)
        .Append(_own[id] == 0 ? null : _own[id]).Max();

    private RecordChange Contact(string id, Random random)
    {
        Record record = new(_engine.Schema.Find("contact")!, id);
        _own[id] = random.Next(4) == 0 ? At(random) : 0;
        record["last_activity_at"] = _own[id] == 0 ? default : FieldValue.OfDateTime(_own[id]);
        return new(record);
    }

    private RecordChange DeleteContact(string id)
    {
        _own.Remove(id);
        return new(new(_engine.Schema.Find("contact")!, id), Deleted: true);
    }

    private RecordChange Activity(Random random, int contacts)
    {
        string id = $"a{random.Next(3_000)}";
        _activities[id] = ($"c{random.Next(contacts)}", At(random));
        Record record = new(_engine.Schema.Find("activity")!, id);
        record["contact"] = FieldValue.OfLink(_activities[id].Owner);
        record["at"] = FieldValue.OfDateTime(_activities[id].At);
        return new(record);
    }

    private RecordChange Order(Random random, int contacts)
    {
        string id = $"o{random.Next(3_000)}";
        _orders[id] = ($"c{random.Next(contacts)}", random.Next(-9_000, 20_000), random.Next(2) == 0);
        Record record = new(_engine.Schema.Find("order")!, id);
        record["contact"] = FieldValue.OfLink(_orders[id].Owner);
        record["amount"] = FieldValue.OfMoney(_orders[id].Amount);
        record["paid"] = FieldValue.OfBoolean(_orders[id].Paid);
        return new(record);
    }

    private RecordChange Delete<T>(string type, Dictionary<string, T> rows, Random random)
    {
        string id = $"{type[0]}{random.Next(3_000)}";
        rows.Remove(id);
        return new(new(_engine.Schema.Find(type)!, id), Deleted: true);
    }

    private static long At(Random random) => Now.Now.ToUnixTimeMilliseconds() - random.NextInt64(60 * Day);

    private async Task HoldsAsync(string text, Func<string, bool> expected, int seed, int batch)
    {
        ParsedRule parsed = RuleText.Parse(text, _engine.Schema, Audience.Contacts);
        Assert.Empty(parsed.Errors);
        BoundRule rule = new RuleBinder(_engine.Schema, Now.Zone, EmptyMembershipCatalog.Instance).Bind(parsed.Rule!, Audience.Contacts).Rule!;
        List<string> members = [];
        await foreach (ProfileKey member in _engine.MembersAsync(rule, Now, TestContext.Current.CancellationToken))
        {
            members.Add(member.Id);
        }

        Assert.True(_own.Keys.Where(expected).Order(StringComparer.Ordinal).SequenceEqual(members.Order(StringComparer.Ordinal)), $"{text}, seed {seed}, batch {batch}");
    }
}
