using System.Globalization;
using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Syntax;

namespace Muster.Rules.Presets;

/// <summary>The values given for a ready-made filter, read as its parameters say.</summary>
internal sealed class PresetArguments(Preset preset, IReadOnlyDictionary<string, string> given)
{
    /// <summary>The text given, or null where it is left out.</summary>
    public string? Text(string name)
    {
        PresetParameter parameter = preset.Parameters.Single(own => own.Name == name);
        string? value = given.TryGetValue(name, out string? text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : parameter.Default;
        return value is null && parameter.Required ? throw new PresetArgumentException(name, $"\"{preset.Name}\" needs a value for \"{parameter.Label}\".") : value;
    }

    /// <summary>The texts given; none where they are left out.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        string text = Text(name) ?? "";
        return text.Split(text.Contains('\n', StringComparison.Ordinal) ? '\n' : ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] when preset.Parameters.Single(own => own.Name == name).Required => throw new PresetArgumentException(name, $"\"{text}\" names nothing."),
            var texts => texts,
        };
    }

    /// <summary>The number given.</summary>
    public Literal Number(string name) =>
        decimal.TryParse(Text(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            ? new Literal.Number(number)
            : throw new PresetArgumentException(name, $"\"{Text(name)}\" is no number, such as 80.");

    /// <summary>The amount given, or null where it is left out.</summary>
    public Literal? Money(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return MoneyText.TryParse(text, out decimal amount)
            ? new Literal.Number(amount)
            : throw new PresetArgumentException(name, $"\"{text}\" is no amount of money, such as 1000.");
    }

    /// <summary>The whole number of days given.</summary>
    public int Days(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= DateWindow.MaxCount
            ? days
            : throw new PresetArgumentException(name, $"\"{Text(name)}\" is no number of days, from 1 to {DateWindow.MaxCount}.");

    /// <summary>The choices given, in the parameter's order and its writing.</summary>
    public IReadOnlyList<string> Choices(string name)
    {
        EquatableArray<string> all = preset.Parameters.Single(own => own.Name == name).Choices;
        IReadOnlyList<string> chosen = Texts(name);
        foreach (string choice in chosen)
        {
            if (!all.Contains(choice, StringComparer.OrdinalIgnoreCase))
            {
                throw new PresetArgumentException(name, $"\"{choice}\" is none of {string.Join(", ", all)}.");
            }
        }

        return [.. all.Where(choice => chosen.Contains(choice, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>The one choice given.</summary>
    public string Choice(string name) => Choices(name) is [var one] ? one : throw new PresetArgumentException(name, $"\"{Text(name)}\" is more than one choice.");
}
