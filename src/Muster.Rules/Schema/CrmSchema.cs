using System.Collections.Frozen;

namespace Muster.Rules.Schema;

/// <summary>The objects and fields of a workspace: the standard ones and what its users added. Immutable; a change makes a new schema.</summary>
public sealed class CrmSchema
{
    private readonly FrozenDictionary<string, ObjectType> _byName;

    private CrmSchema(IEnumerable<ObjectType> objects)
    {
        Objects = [.. objects];
        _byName = Objects.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
    }

    /// <summary>The schema of a new workspace.</summary>
    public static CrmSchema Standard { get; } = new(StandardObjects.All);

    /// <summary>All objects, standard ones first.</summary>
    public IReadOnlyList<ObjectType> Objects { get; }

    /// <summary>The object of that singular name, or null.</summary>
    public ObjectType? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The object that a kind of profile is.</summary>
    public ObjectType Of(ProfileKind kind) => _byName[Audiences.ObjectOf(kind)];

    /// <summary>The object called <paramref name="words"/>, singular or plural, in any case, with spaces or underscores; or null.</summary>
    public ObjectType? FindByWords(string words)
    {
        string name = words.Trim().Replace(' ', '_').ToLowerInvariant();
        return Find(name) ?? Objects.FirstOrDefault(type => type.Plural == name);
    }

    /// <summary>The field of that name on the first of an audience's kinds that has it, or null. Profile kinds never disagree on a field's type.</summary>
    public Field? FindProfileField(Audience audience, string name)
    {
        foreach (ProfileKind kind in Audiences.KindsOf(audience))
        {
            if (Of(kind).Find(name) is { } field)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>Adds a custom field.</summary>
    /// <exception cref="SchemaException">The object is unknown, the name is not valid or taken, or a profile of another kind has a field of that name and another type.</exception>
    public CrmSchema WithField(string objectName, string name, FieldType type, string? label = null)
    {
        ObjectType target = Find(objectName) ?? throw new SchemaException($"There is no object \"{objectName}\".");
        if (!FieldName.IsValid(name))
        {
            throw new SchemaException($"\"{name}\" is no field name: it takes lower-case letters, digits and underscores, a letter first, at most {FieldName.MaxLength} of them. Try \"{FieldName.From(name)}\".");
        }

        if (target.Find(name) is { } taken)
        {
            throw new SchemaException($"{objectName} has a field \"{name}\" already, of type {FieldTypes.NameOf(taken.Type)}.");
        }

        if (target.Kind == ObjectKind.Profile && FindOnProfiles(name) is { } other && other.Type != type)
        {
            throw new SchemaException($"Another kind of profile has a field \"{name}\" of type {FieldTypes.NameOf(other.Type)}; here it has to be of that type too.");
        }

        Field field = new(name, type, string.IsNullOrWhiteSpace(label) ? FieldName.ToLabel(name) : label.Trim(), FieldOrigin.Custom);
        return new(Objects.Select(existing => existing == target ? target.With(field) : existing));
    }

    /// <summary>Declares a custom related object, owned by contacts and companies. Its fields are added with <see cref="WithField"/>.</summary>
    /// <exception cref="SchemaException">The name is not valid, or taken.</exception>
    public CrmSchema WithObject(string name, string? plural = null)
    {
        CheckObjectName(name);
        plural ??= name + "s";
        CheckObjectName(plural);

        Field[] owners = [new("contact", FieldType.Link, "Contact", LinksTo: "contact"), new("company", FieldType.Link, "Company", LinksTo: "company")];
        return new([.. Objects, new(name, plural, ObjectKind.Related, [.. owners, .. StandardObjects.Common], isCustom: true)]);
    }

    private void CheckObjectName(string name)
    {
        if (!FieldName.IsValid(name))
        {
            string likely = name.Any(char.IsLetter) ? $" Try \"{FieldName.From(name)}\"." : "";
            throw new SchemaException($"\"{name}\" is no object name: it takes lower-case letters, digits and underscores, a letter first, at most {FieldName.MaxLength} of them.{likely}");
        }

        if (name is "segment" or "segments" or "list" or "lists")
        {
            throw new SchemaException($"\"{name}\" cannot name an object: rules call segments and lists so. Choose another name.");
        }

        if (Objects.FirstOrDefault(type => type.Name == name || type.Plural == name) is { } taken)
        {
            throw new SchemaException(taken.Name == name ? $"There is an object \"{name}\" already." : $"\"{name}\" is the plural of the object \"{taken.Name}\" already. Choose another name.");
        }
    }

    /// <summary>The field of that name on any kind of profile, or null.</summary>
    public Field? FindOnProfiles(string name) =>
        Objects.Where(type => type.Kind == ObjectKind.Profile).Select(type => type.Find(name)).FirstOrDefault(field => field is not null);
}

/// <summary>A change to the schema that its rules refuse; the message says why, for people.</summary>
public sealed class SchemaException(string message) : Exception(message);
