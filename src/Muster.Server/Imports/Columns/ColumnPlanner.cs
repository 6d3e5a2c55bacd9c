using System.Globalization;
using Muster.Rules.Schema;
using Muster.Rules.Text;

namespace Muster.Server.Imports.Columns;

/// <summary>A field that a column fills.</summary>
/// <param name="Name">The field's name; the field may have yet to be added.</param>
/// <param name="Label">Its label, should it be added.</param>
internal sealed record ColumnTarget(string Name, string Label)
{
    public bool IsId => Name == "id";
}

/// <summary>Decides which columns go to which fields.</summary>
internal sealed class ColumnPlanner
{
    private const int MaxLabelLength = 200;

    private readonly ObjectType _type;
    private readonly ICollection<string> _warnings;
    private readonly List<(ColumnMapping Mapping, ColumnTarget[] Targets)> _open = [];
    private readonly Dictionary<string, (string Heading, bool Mapped)> _taken = new(StringComparer.Ordinal);

    /// <exception cref="ImportException">A mapping names no valid field, or one that is computed; or two fill one field.</exception>
    public ColumnPlanner(ObjectType type, IEnumerable<ColumnMapping> mappings, ICollection<string> warnings)
    {
        _type = type;
        _warnings = warnings;
        foreach (ColumnMapping mapping in mappings)
        {
            if (_open.Any(other => other.Mapping.Column == mapping.Column))
            {
                throw new ImportException($"The column \"{mapping.Column}\" is mapped twice; write {mapping.Column}=FIELD,FIELD to fill two fields.");
            }

            ColumnTarget[] targets = [.. mapping.Fields.Select(field => Named(mapping.Column, field))];
            foreach (ColumnTarget target in targets)
            {
                if (!_taken.TryAdd(target.Name, (mapping.Column, true)))
                {
                    throw new ImportException(mapping.Column == _taken[target.Name].Heading
                        ? $"The column \"{mapping.Column}\" is mapped to \"{target.Name}\" twice."
                        : $"The columns \"{_taken[target.Name].Heading}\" and \"{mapping.Column}\" are both mapped to \"{target.Name}\"; a field takes one column.");
                }
            }

            _open.Add((mapping, targets));
        }
    }

    /// <summary>The mappings that no column was met for.</summary>
    public IEnumerable<ColumnMapping> Unmet => _open.Select(open => open.Mapping);

    /// <summary>Whether a mapping fills the field.</summary>
    public bool IsMapped(string field) => _taken.TryGetValue(field, out (string Heading, bool Mapped) taken) && taken.Mapped;

    /// <summary>The fields that each column of a file fills.</summary>
    /// <exception cref="ImportException">A mapping names no column of the file, or two columns fill one field.</exception>
    public ColumnTarget[][] PlanAll(IReadOnlyList<string> headings)
    {
        // A mapping takes the heading that is exactly its own before any other takes one that is only like it.
        ColumnTarget[]?[] planned = new ColumnTarget[]?[headings.Count];
        foreach (Func<string, string, bool> alike in new Func<string, string, bool>[] { string.Equals, AreAlike })
        {
            for (int column = 0; column < headings.Count; column++)
            {
                planned[column] ??= TakeMapping(headings[column], alike);
            }
        }

        if (_open.Count > 0)
        {
            string unmet = _open[0].Mapping.Column;
            string likely = NearMiss.Suggest(unmet, headings) is { } near ? $" Did you mean \"{near}\"?" : "";
            string shown = string.Join(", ", headings.Take(50).Select(heading => $"\"{heading}\"")) + (headings.Count > 50 ? ", …" : "");
            throw new ImportException($"The file has no column \"{unmet}\".{likely} Its columns are {shown}.");
        }

        for (int column = 0; column < headings.Count; column++)
        {
            planned[column] ??= [Unmapped(headings[column], column)];
        }

        return planned!;
    }

    /// <summary>The fields that a key of NDJSON objects fills; to be asked once for each key.</summary>
    /// <exception cref="ImportException">Another key is mapped to its field.</exception>
    public ColumnTarget[] Plan(string key, int number) => TakeMapping(key, string.Equals) ?? TakeMapping(key, AreAlike) ?? [Unmapped(key, number)];

    private static bool AreAlike(string heading, string column) =>
        heading.Trim().Equals(column.Trim(), StringComparison.OrdinalIgnoreCase)
        || (heading.Any(char.IsLetterOrDigit) && FieldName.From(heading) == FieldName.From(column));

    private ColumnTarget[]? TakeMapping(string heading, Func<string, string, bool> alike)
    {
        int index = _open.FindIndex(open => alike(heading, open.Mapping.Column));
        if (index < 0)
        {
            return null;
        }

        ColumnTarget[] targets = _open[index].Targets;
        _open.RemoveAt(index);
        return targets;
    }

    private ColumnTarget Named(string column, string field)
    {
        Field? known = HeaderMatcher.Find(_type, field);
        if (known is { Origin: FieldOrigin.Derived })
        {
            throw new ImportException($"\"{known.Name}\" is computed: nothing can be imported into it. Map \"{column}\" to another field.");
        }

        if (known is null && !FieldName.IsValid(field))
        {
            throw new ImportException(
                $"\"{field}\", to which \"{column}\" is mapped, is no field name: it takes lower-case letters, digits and underscores, a letter first. Try \"{FieldName.From(field)}\".");
        }

        return known is null ? new(field, FieldName.ToLabel(field)) : new(known.Name, known.Label);
    }

    private ColumnTarget Unmapped(string heading, int column)
    {
        string label = heading.Trim();
        if (label.Length == 0)
        {
            string number = (column + 1).ToString(CultureInfo.InvariantCulture);
            return Take(heading, new($"column_{number}", $"Column {number}"));
        }

        Field? known = HeaderMatcher.Find(_type, label);
        ColumnTarget target = known is null ? new(FieldName.From(label), Shorten(label)) : new(known.Name, known.Label);
        if (known is { Origin: FieldOrigin.Derived } || (target.Name == "items" && _type.Name is "deal" or "order"))
        {
            string why = known is null ? "\"items\" are product lines, which only NDJSON can give" : $"\"{known.Name}\" is computed";
            return Numbered(heading, target with { Label = Shorten(label) }, why);
        }

        return Take(heading, target);
    }

    private ColumnTarget Take(string heading, ColumnTarget target)
    {
        if (_taken.TryAdd(target.Name, (heading, false)))
        {
            return target;
        }

        (string other, bool mapped) = _taken[target.Name];
        return mapped
            ? throw new ImportException(
                $"The columns \"{other}\" and \"{heading}\" both go to \"{target.Name}\"; a field takes one column. Map \"{heading}\" to another field, or leave it out with {heading}=.")
            : Numbered(heading, target with { Label = Shorten(heading.Trim()) }, $"\"{target.Name}\" is filled by another column of that name");
    }

    /// <summary>The same file makes the same names again, whatever fields there are by then.</summary>
    private ColumnTarget Numbered(string heading, ColumnTarget target, string why)
    {
        for (int number = 2; ; number++)
        {
            string suffix = "_" + number.ToString(CultureInfo.InvariantCulture);
            string name = target.Name[..Math.Min(target.Name.Length, FieldName.MaxLength - suffix.Length)] + suffix;
            if (_type.Find(name) is not { Origin: not FieldOrigin.Custom } && _taken.TryAdd(name, (heading, false)))
            {
                _warnings.Add($"The column \"{Shorten(heading)}\" goes to the custom field \"{name}\": {why}.");
                return new(name, target.Label);
            }
        }
    }

    private static string Shorten(string label) => label.Length <= MaxLabelLength ? label : label[..MaxLabelLength];
}
