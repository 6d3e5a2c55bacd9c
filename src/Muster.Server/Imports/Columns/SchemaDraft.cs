using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Server.Imports.Columns;

/// <summary>The object as it will be once the fields that the file brings are added.</summary>
internal sealed class SchemaDraft(CrmSchema schema, string objectName)
{
    private readonly List<NewField> _pending = [];
    private CrmSchema _schema = schema;

    public ObjectType Type => _schema.Find(objectName)!;

    /// <summary>Fields that were added since the last call, to be saved before the rows that follow.</summary>
    public IReadOnlyList<NewField> TakePending()
    {
        NewField[] taken = [.. _pending];
        _pending.Clear();
        return taken;
    }

    /// <summary>The field of that name, added where there is none; null where no more can be added.</summary>
    public Field? FindOrAdd(string name, FieldType type, string label)
    {
        if (Type.Find(name) is { } there)
        {
            return there;
        }

        if (Type.Fields.Count(field => field.Origin == FieldOrigin.Custom) >= SchemaGrowth.MaxCustomFields)
        {
            return null;
        }

        FieldType agreed = Type.Kind == ObjectKind.Profile && _schema.FindOnProfiles(name) is { } other ? other.Type : type;
        _schema = _schema.WithField(objectName, name, agreed, label);
        Field added = Type.Find(name)!;
        _pending.Add(new(added.Name, added.Type, added.Label));
        return added;
    }
}
