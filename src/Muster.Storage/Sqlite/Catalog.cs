using System.Collections.Frozen;
using Muster.Rules.Schema;
using Muster.Storage.Records;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>What a store knows beside its records: schema, settings, where each object's records lie. Immutable.</summary>
internal sealed class Catalog
{
    private readonly FrozenDictionary<string, StoredObject> _byName;

    private Catalog(CrmSchema schema, WorkspaceSettings settings, IReadOnlyDictionary<string, long> numbers)
    {
        Schema = schema;
        Settings = settings;
        Objects = [.. schema.Objects.Select(type => new StoredObject(type, numbers.GetValueOrDefault(type.Name)))];
        _byName = Objects.ToFrozenDictionary(stored => stored.Name, StringComparer.Ordinal);
    }

    public CrmSchema Schema { get; }

    public WorkspaceSettings Settings { get; }

    /// <summary>In the order of the schema.</summary>
    public IReadOnlyList<StoredObject> Objects { get; }

    public StoredObject? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads it from the database.</summary>
    public static Catalog Load(Database database)
    {
        Dictionary<string, long> numbers = new(StringComparer.Ordinal);
        CrmSchema schema = CrmSchema.Standard;
        using (Statement.Run run = database.Prepare("SELECT number, name, plural, custom FROM object ORDER BY number").Start())
        {
            while (run.Step())
            {
                numbers.Add(run.Text(1), run.Int64(0));
                schema = run.Int64(3) == 0 || schema.Find(run.Text(1)) is not null ? schema : schema.WithObject(run.Text(1), run.Text(2));
            }
        }

        using (Statement.Run run = database.Prepare("SELECT object.name, field.name, type, label FROM field JOIN object ON object.number = field.object ORDER BY field.number").Start())
        {
            while (run.Step())
            {
                // A later Muster may have made a custom field a standard one.
                schema = schema.Find(run.Text(0))?.Find(run.Text(1)) is not null ? schema : schema.WithField(run.Text(0), run.Text(1), FieldTypes.Find(run.Text(2))!.Value, run.Text(3));
            }
        }

        string? zone = database.ReadText("SELECT value FROM setting WHERE name = 'time_zone'");
        return new(schema, zone is null ? WorkspaceSettings.Default : new(zone), numbers);
    }

    /// <summary>Gives every object of this program's schema its number and its view, and reads the catalog again. Within a transaction.</summary>
    public static Catalog Complete(Database database, CrmSchema schema)
    {
        foreach (ObjectType type in schema.Objects)
        {
            database.Prepare("INSERT INTO object (name, plural, custom) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO NOTHING")
                .Bind(1, type.Name).Bind(2, type.Plural).Bind(3, type.IsCustom ? 1 : 0).Execute();
            foreach (Field field in type.Fields.Where(field => field.Origin == FieldOrigin.Custom))
            {
                database.Prepare("INSERT INTO field (object, name, type, label) SELECT number, ?2, ?3, ?4 FROM object WHERE name = ?1 ON CONFLICT (object, name) DO NOTHING")
                    .Bind(1, type.Name).Bind(2, field.Name).Bind(3, FieldTypes.NameOf(field.Type)).Bind(4, field.Label).Execute();
            }
        }

        Catalog catalog = Load(database);
        ObjectViews.Refresh(database, catalog.Objects);
        return catalog;
    }

    /// <summary>The schema with what <paramref name="added"/> has more than it.</summary>
    /// <exception cref="SchemaException">They give a field different types.</exception>
    public static CrmSchema Join(CrmSchema schema, CrmSchema added)
    {
        foreach (ObjectType type in added.Objects)
        {
            if (schema.Find(type.Name) is null)
            {
                schema = schema.WithObject(type.Name, type.Plural);
            }

            foreach (Field field in type.Fields.Where(field => field.Origin == FieldOrigin.Custom))
            {
                // The same field again is no news; WithField says what is wrong with one of another type.
                schema = schema.Find(type.Name)!.Find(field.Name)?.Type == field.Type ? schema : schema.WithField(type.Name, field.Name, field.Type, field.Label);
            }
        }

        return schema;
    }

    /// <summary>Saves the settings. Within a transaction.</summary>
    public static void Save(Database database, WorkspaceSettings settings) =>
        database.Prepare("INSERT INTO setting VALUES ('time_zone', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value").Bind(1, settings.TimeZone).Execute();

    /// <exception cref="ArgumentException">The zone is not known.</exception>
    public static void Check(WorkspaceSettings settings)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(settings.TimeZone) is null)
        {
            throw new ArgumentException($"There is no time zone \"{settings.TimeZone}\"; name one as Europe/Berlin or UTC.", nameof(settings));
        }
    }
}
