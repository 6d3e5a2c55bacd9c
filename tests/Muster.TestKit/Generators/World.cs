using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.TestKit;

/// <summary>A round's schema, data, segments, lists and moment, and the changes that come to them.</summary>
public sealed class World
{
    private static readonly string[] ListIds = ["vip", "imported", "no one"];

    private readonly Random _random;

    /// <param name="random">What chooses.</param>
    public World(Random random)
    {
        _random = random;
        Moment = MomentGenerator.Any(random);
        Pools = new(random, Moment);
        Data = new(SchemaGenerator.Any(random));
        foreach (string list in ListIds)
        {
            Data.Lists[list] = [];
        }

        RuleGenerator rules = Rules;
        foreach (string name in new[] { "Churned", "Hot leads", "\u00C4rzte", "Nested" })
        {
            Audience audience = random.Pick(Enum.GetValues<Audience>());
            Rule.Group rule = rules.Rule(audience);
            Data.Segments[name] = (audience, rule);
        }
    }

    /// <summary>The moment that the data lies around.</summary>
    public Moment Moment { get; }

    /// <summary>What values are drawn from.</summary>
    public ValuePools Pools { get; }

    /// <summary>The data, after all changes so far.</summary>
    public Dataset Data { get; }

    /// <summary>Makes rules for the schema, segments and lists of this world.</summary>
    public RuleGenerator Rules => new(_random, Data, Pools);

    /// <summary>Adds a custom field.</summary>
    public void Grow() => Data.Schema = SchemaGenerator.Grow(Data.Schema, _random);

    /// <summary>Makes changes, and applies them here. One record may change several times.</summary>
    public IReadOnlyList<RecordChange> Batch(int size)
    {
        List<RecordChange> batch = [];
        for (int i = 0; i < size; i++)
        {
            RecordChange change = Change();
            Data.Apply(change);
            batch.Add(change);
        }

        return batch;
    }

    /// <summary>Chooses a list's members anew, of profiles that exist, did or may, and applies that here.</summary>
    /// <returns>The list's id.</returns>
    public string ChangeList()
    {
        string list = _random.Pick(ListIds);
        Data.Lists[list] = list == "no one" ? [] : [.. Enumerable.Range(0, _random.Next(0, 40)).Select(_ => AnyProfile())];
        return list;
    }

    /// <summary>A profile that exists, or did, or may.</summary>
    public ProfileKey AnyProfile()
    {
        ProfileKind kind = _random.Pick([ProfileKind.Contact, ProfileKind.Contact, .. Enum.GetValues<ProfileKind>()]);
        return new(kind, _random.Chance(0.05) ? "never was" : _random.Pick(Pools.IdsOf(kind)));
    }

    private RecordChange Change()
    {
        ObjectType type = AnyObject();
        string id = _random.Pick(Audiences.KindOf(type.Name) is { } kind ? Pools.IdsOf(kind) : Pools.RowIds);
        Record? live = Data.Find(type.Name, id);
        return _random.Next(10) switch
        {
            0 or 1 when live is not null => Delete(live),
            2 when live is null && type.Name == "deal" && !Data.DeletedDeals.ContainsKey(id) => Delete(RecordGenerator.Of(_random, Data.Schema, type, id, Pools)),
            // A deal without a field, or a delete of what never was.
            3 when live is null => new(new Record(type, id), Deleted: type.Name != "deal"),
            4 or 5 when live is not null && type.Kind == ObjectKind.Related => new(RecordGenerator.Moved(_random, live, Pools)),
            6 or 7 when live is not null && type.Kind == ObjectKind.Related => new(RecordGenerator.Revised(_random, Data.Schema, live, Pools)),
            _ => new(RecordGenerator.Of(_random, Data.Schema, type, id, Pools)),
        };
    }

    /// <summary>A delete that names the record's owners and nothing else.</summary>
    private static RecordChange Delete(Record last)
    {
        Record record = new(last.Type, last.Id);
        foreach (Field owner in last.Type.Owners)
        {
            record[owner.Name] = last[owner.Name];
        }

        return new(record, Deleted: true);
    }

    private ObjectType AnyObject()
    {
        string name = _random.Next(10) switch
        {
            < 3 => "contact",
            3 => _random.Pick(["company", "company", "lead", "lead", "lead", "recipient"]),
            4 => _random.Pick(["deal", "order"]),
            _ => _random.Pick([.. Data.Schema.Objects.Where(type => type.Kind == ObjectKind.Related && type.Name != "item").Select(type => type.Name)]),
        };
        return Data.Schema.Find(name)!;
    }
}
