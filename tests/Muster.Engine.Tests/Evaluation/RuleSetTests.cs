using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using NodaTime;
using Record = Muster.Rules.Data.Record;

namespace Muster.Engine.Tests.Evaluation;

/// <summary>Many rules over some profiles give what each rule gives over all of them.</summary>
public sealed class RuleSetTests : IDisposable
{
    private static readonly Moment Now = new(Instant.FromUtc(2026, 4, 15, 12, 0), DateTimeZone.Utc);

    private readonly EmbeddedEngine _engine = new(CrmSchema.Standard);

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(600)]
    [InlineData(5_000)]
    public async Task SomeProfiles_MatchWhatTheyMatchAmongAll(int asked)
    {
        const int contacts = 70_000;
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        Random random = new(asked);
        _engine.Apply([.. Enumerable.Range(0, 50).Select(i => New("company", $"f{i}", ("size", FieldValue.OfNumber(i))))]);
        _engine.Apply([.. Enumerable.Range(0, contacts).Select(i => New(
            "contact", $"c{i}", ("country", FieldValue.OfText($"L{random.Next(5)}")), ("lead_score", FieldValue.OfNumber(random.Next(100))), ("company", FieldValue.OfLink($"f{random.Next(60)}"))))]);
        _engine.Apply([.. Enumerable.Range(0, 60_000).Select(i => New(
            "event", $"e{i}", ("contact", FieldValue.OfLink($"c{random.Next(contacts)}")), ("name", FieldValue.OfText($"n{random.Next(6)}")), ("at", FieldValue.OfDateTime(random.Next(1_000) * 86_400_000L))))]);
        BoundRule[] rules =
        [
            .. new[]
            {
                "country = L1", "country = L1 and lead_score > 50", "not (lead_score > 50) or some events where (name = n3)", "some events where (name = n3)", "company.size > 20",
                "company.size > 20 and country = L1", "last_activity_at is missing", "count(event) > 1", "max(event.at) > 1971-06-01", "some events where (contact = c7)", "distinct(event.name) >= 2",
                "some events where (id begins with e1)",
            }.Select(Bind),
        ];
        ProfileKey[] profiles =
        [
            new(ProfileKind.Contact, "unknown"), new(ProfileKind.Company, "f1"),
            .. Enumerable.Range(0, asked).Select(_ => new ProfileKey(ProfileKind.Contact, $"c{random.Next(contacts)}")), new(ProfileKind.Contact, "c7"), new(ProfileKind.Contact, "c7"),
        ];
        RuleMatches matches = await _engine.EvaluateAsync(rules, profiles, Now, cancellationToken);
        for (int rule = 0; rule < rules.Length; rule++)
        {
            HashSet<ProfileKey> members = [];
            await foreach (ProfileKey member in _engine.MembersAsync(rules[rule], Now, cancellationToken))
            {
                members.Add(member);
            }

            Assert.NotEmpty(members);
            for (int profile = 0; profile < profiles.Length; profile++)
            {
                Assert.True(members.Contains(profiles[profile]) == matches[rule, profile], $"rule {rule}, {profiles[profile]}, {asked} asked");
            }
        }
    }

    private BoundRule Bind(string text)
    {
        ParsedRule parsed = RuleText.Parse(text, _engine.Schema, Audience.Contacts);
        Assert.Empty(parsed.Errors);
        return new RuleBinder(_engine.Schema, Now.Zone, EmptyMembershipCatalog.Instance).Bind(parsed.Rule!, Audience.Contacts).Rule!;
    }

    private RecordChange New(string type, string id, params (string Field, FieldValue Value)[] fields)
    {
        Record record = new(_engine.Schema.Find(type)!, id);
        foreach ((string field, FieldValue value) in fields)
        {
            record[field] = value;
        }

        return new(record);
    }
}
