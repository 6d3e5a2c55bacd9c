using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Binding;

/// <summary>The segments and lists that rules may refer to.</summary>
public interface IMembershipCatalog
{
    /// <summary>The segment or list of that name or id, or null. Which of them compare without regard to case is up to the catalogue.</summary>
    MembershipDefinition? Find(MembershipKind kind, string nameOrId);

    /// <summary>The names there are, to suggest one of.</summary>
    IEnumerable<string> Names(MembershipKind kind);
}

/// <summary>A segment or list, as rules refer to it.</summary>
/// <param name="Id">Its id, unique within its kind.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Audience">For a dynamic segment, its audience; may be null for one without a rule.</param>
/// <param name="Rule">For a dynamic segment, its rule; null for a list or static segment, whose members the backend was given under the id.</param>
public sealed record MembershipDefinition(string Id, string Name, Audience? Audience, Rule.Group? Rule)
{
    /// <summary>For a dynamic segment, its rule.</summary>
    public Rule.Group? Rule { get; } = Rule is null || Audience is not null
        ? Rule
        : throw new ArgumentException($"The dynamic segment \"{Name}\" has no audience.", nameof(Audience));
}

/// <summary>No segments and no lists.</summary>
public sealed class EmptyMembershipCatalog : IMembershipCatalog
{
    private EmptyMembershipCatalog()
    {
    }

    /// <summary>The one instance.</summary>
    public static EmptyMembershipCatalog Instance { get; } = new();

    /// <inheritdoc/>
    public MembershipDefinition? Find(MembershipKind kind, string nameOrId) => null;

    /// <inheritdoc/>
    public IEnumerable<string> Names(MembershipKind kind) => [];
}
