using System.Collections.Frozen;

namespace Muster.Rules.Schema;

/// <summary>What part an object plays.</summary>
public enum ObjectKind
{
    /// <summary>What a segment may hold: contact, company, lead, recipient.</summary>
    Profile,

    /// <summary>What belongs to profiles: deals, orders, events and the like.</summary>
    Related,
}

/// <summary>An object of the CRM and its fields. Immutable.</summary>
public sealed class ObjectType
{
    private readonly FrozenDictionary<string, int> _byName;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <param name="name">Singular, such as <c>deal</c>.</param>
    /// <param name="plural">Plural, such as <c>deals</c>.</param>
    /// <param name="kind">Profile or related.</param>
    /// <param name="fields">Its fields, in the order that people see.</param>
    /// <param name="timeField">For a related object, the <c>datetime</c> field that says when it was; the one <c>first</c> and <c>last</c> go by.</param>
    /// <param name="isCustom">Whether a user declared it.</param>
    public ObjectType(string name, string plural, ObjectKind kind, IEnumerable<Field> fields, string timeField = "created_at", bool isCustom = false)
    {
        Name = name;
        Plural = plural;
        Kind = kind;
        TimeField = timeField;
        IsCustom = isCustom;
        Fields = [.. fields];
        _byName = Fields.Index().ToFrozenDictionary(field => field.Item.Name, field => field.Index, StringComparer.Ordinal);
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        Owners = kind == ObjectKind.Related ? [.. Fields.Where(field => field.Type == FieldType.Link && Profiles.Contains(field.LinksTo))] : [];
    }

    private static readonly string?[] Profiles = ["contact", "company", "lead", "recipient"];

    /// <summary>Singular name, such as <c>deal</c>.</summary>
    public string Name { get; }

    /// <summary>Plural name, such as <c>deals</c>.</summary>
    public string Plural { get; }

    /// <summary>Profile or related.</summary>
    public ObjectKind Kind { get; }

    /// <summary>For a related object, the <c>datetime</c> field that says when it was.</summary>
    public string TimeField { get; }

    /// <summary>Whether a user declared it.</summary>
    public bool IsCustom { get; }

    /// <summary>All fields, in the order that people see.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>For a related object, the links to the profiles that own it: a deal belongs to its <c>contact</c> and to its <c>company</c>.</summary>
    public IReadOnlyList<Field> Owners { get; }

    /// <summary>The field of that name, or null.</summary>
    public Field? Find(string field) => _byName.TryGetValue(field, out int index) ? Fields[index] : null;

    /// <summary>The position of a field among <see cref="Fields"/>, or -1. It never changes: fields are only added, at the end.</summary>
    public int IndexOf(string field) => _byName.TryGetValue(field, out int index) ? index : -1;

    /// <inheritdoc cref="IndexOf(string)"/>
    public int IndexOf(ReadOnlySpan<char> field) => _bySpan.TryGetValue(field, out int index) ? index : -1;

    /// <summary>The same object with one field more.</summary>
    public ObjectType With(Field field) => new(Name, Plural, Kind, [.. Fields, field], TimeField, IsCustom);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
