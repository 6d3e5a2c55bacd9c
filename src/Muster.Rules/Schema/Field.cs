namespace Muster.Rules.Schema;

/// <summary>Where a field comes from.</summary>
public enum FieldOrigin
{
    /// <summary>Part of the language: every workspace has it.</summary>
    Standard,

    /// <summary>Declared by a user, or met first by ingestion.</summary>
    Custom,

    /// <summary>Ready-made: computed by the backend, never stored by hand.</summary>
    Derived,
}

/// <summary>A typed field of an object.</summary>
/// <param name="Name">Lower-case letters, digits and underscores, letter first: see <see cref="FieldName"/>.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Label">Its name in words, such as "Lead score".</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="LinksTo">For a <see cref="FieldType.Link"/>, the object whose id it holds, where that is known.</param>
public sealed record Field(string Name, FieldType Type, string Label, FieldOrigin Origin = FieldOrigin.Standard, string? LinksTo = null);
