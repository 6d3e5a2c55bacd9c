using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Rules.Schema;
using Muster.Server.Imports.Columns;
using Muster.Server.Imports.Values;
using NodaTime;

namespace Muster.Server.Imports.Rows;

/// <summary>What the parts of one import share.</summary>
internal sealed class ImportContext(ObjectType type, SchemaDraft draft, ImportOptions options) : IDisposable
{
    private readonly string[] _owners = [.. type.Owners.Select(owner => owner.Name)];

    public ObjectType Type => type;

    public SchemaDraft Draft => draft;

    public ImportMode Mode => options.Mode;

    public DateTimeZone Zone => options.Zone;

    public DatePattern? Pattern { get; } = options.DateFormat is { } format ? new(format) : null;

    public DataIssueLog Issues { get; } = new();

    public List<string> Warnings { get; } = [];

    public List<DateReading> DateFormats { get; } = [];

    public List<NewField> NewFields { get; } = [];

    public DerivedIds Ids { get; } = new(type.Name);

    /// <summary>Writes the documents, into the batch at hand.</summary>
    public Utf8JsonWriter Json { get; } = new(new DocumentBuffer(), new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public bool IsProfile => type.Kind == ObjectKind.Profile;

    public int OwnerLinks => _owners.Length;

    /// <summary>A field that values can be written to, added where there is none.</summary>
    public FieldSlot Open(ColumnTarget target, FieldType inferred, ValueForms forms)
    {
        Field? field = draft.FindOrAdd(target.Name, inferred, target.Label);
        return new(target.Name, field?.Type, forms, Zone, field?.Type == FieldType.Link ? Array.IndexOf(_owners, target.Name) : -1);
    }

    public void Dispose()
    {
        Ids.Dispose();
        Json.Dispose();
    }
}
