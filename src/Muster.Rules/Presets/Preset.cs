using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Presets;

/// <summary>A ready-made filter: one click for people, one name in the API. It makes an ordinary rule, which can be edited from there on.</summary>
public sealed class Preset
{
    private readonly Func<PresetArguments, Rule.Group> _rule;

    internal Preset(
        string key, string name, string description, EquatableArray<Audience> audiences, EquatableArray<PresetParameter> parameters,
        Func<PresetArguments, Rule.Group> rule)
        => (Key, Name, Description, Audiences, Parameters, _rule) = (key, name, description, audiences, parameters, rule);

    /// <summary>Its name in the API, such as <c>with_won_deals</c>.</summary>
    public string Key { get; }

    /// <summary>Its name for people.</summary>
    public string Name { get; }

    /// <summary>Exactly whom it holds.</summary>
    public string Description { get; }

    /// <summary>The audiences that it is for; its rule binds in each of them.</summary>
    public EquatableArray<Audience> Audiences { get; }

    /// <summary>What it asks for.</summary>
    public EquatableArray<PresetParameter> Parameters { get; }

    /// <summary>Makes the rule.</summary>
    /// <param name="arguments">Values by the names of <see cref="Parameters"/>; one that is left out or blank has its default. Others are an error.</param>
    /// <exception cref="PresetArgumentException">A value is missing, is not of its parameter's type, or is for no parameter.</exception>
    public Rule.Group Build(IReadOnlyDictionary<string, string> arguments)
    {
        foreach (string name in arguments.Keys)
        {
            if (!Parameters.Any(parameter => parameter.Name == name))
            {
                string known = Parameters.Count == 0 ? "none" : string.Join(", ", Parameters.Select(parameter => parameter.Name));
                throw new PresetArgumentException(name, $"\"{Name}\" has no parameter \"{name}\"; it has {known}.");
            }
        }

        return _rule(new PresetArguments(this, arguments));
    }
}

/// <summary>What a parameter of a ready-made filter takes.</summary>
public enum PresetParameterType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Texts, one a line, or separated by commas where there is one line.</summary>
    Texts,

    /// <summary>A number, such as 80 or 12.5.</summary>
    Number,

    /// <summary>A whole number of days, from 1 to 100,000.</summary>
    Days,

    /// <summary>An amount of money.</summary>
    Money,

    /// <summary>One of <see cref="PresetParameter.Choices"/>.</summary>
    Choice,

    /// <summary>Some of <see cref="PresetParameter.Choices"/>, separated by commas.</summary>
    Choices,
}

/// <summary>A parameter of a ready-made filter.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Default">Its value where none is given; null where there is none.</param>
/// <param name="Choices">For a choice, what can be chosen.</param>
/// <param name="Required">Whether a value has to be given: there is no default, and the filter means nothing without one.</param>
public sealed record PresetParameter(
    string Name, string Label, PresetParameterType Type, string? Default = null, EquatableArray<string> Choices = default, bool Required = false);

/// <summary>A value for a ready-made filter that does not fit; the message says why, for people.</summary>
/// <param name="parameter">The parameter's name.</param>
/// <param name="message">What is wrong.</param>
public sealed class PresetArgumentException(string parameter, string message) : Exception(message)
{
    /// <summary>The parameter's name.</summary>
    public string Parameter { get; } = parameter;
}
