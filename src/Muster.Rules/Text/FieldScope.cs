using Muster.Rules.Schema;

namespace Muster.Rules.Text;

/// <summary>A field as it was found in the text.</summary>
/// <param name="Name">Its canonical name; where it was written in backticks, what is between them.</param>
/// <param name="Field">The field; null for a name in backticks that the schema does not know, which is then for the binder to refuse.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsVerbatim">Whether it was written in backticks.</param>
internal readonly record struct FieldMatch(string Name, Field? Field, int Start, int End, bool IsVerbatim = false)
{
    public FieldType? Type => Field?.Type;
}

/// <summary>The fields that may be named in one place, by all the words that people call them.</summary>
internal sealed class FieldScope
{
    private const int MostWords = 6;

    /// <summary>By words in lower case. A null says that the words fit several fields.</summary>
    private readonly Dictionary<string, (string Name, Field Field)?> _byWords = new(StringComparer.Ordinal);

    private readonly List<string> _names = [];

    /// <summary>Takes any name: the rows of an object that the schema does not know.</summary>
    private readonly bool _isOpen;

    private FieldScope(bool isOpen) => _isOpen = isOpen;

    /// <summary>Canonical names, for suggestions.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Words in lower case by which fields may be called, for suggestions.</summary>
    public IEnumerable<string> Words => _byWords.Keys;

    /// <summary>The fields of an audience's profiles and, where they link to one, of their company.</summary>
    public static FieldScope OfProfiles(CrmSchema schema, Audience audience)
    {
        Field[] fields = [.. Audiences.KindsOf(audience).SelectMany(kind => schema.Of(kind).Fields).DistinctBy(field => field.Name)];
        FieldScope scope = new(isOpen: false);
        scope.Add(fields, "");
        if (fields.Any(field => field.Name == "company" && field.Type == FieldType.Link))
        {
            scope.Add(schema.Of(ProfileKind.Company).Fields, "company");
        }

        return scope;
    }

    /// <summary>The fields of a related object's rows; of an unknown object, whatever is named.</summary>
    public static FieldScope OfRows(ObjectType? type)
    {
        FieldScope scope = new(isOpen: type is null);
        scope.Add(type?.Fields ?? [], "");
        return scope;
    }

    /// <summary>
    /// The field whose name or label is next, the longest that fits; null where there is none. The words of an operator end a name, so that
    /// a label such as "Name contains" never takes the operator from <c>name contains</c>.
    /// </summary>
    /// <param name="cursor">Where to look; nothing is taken.</param>
    /// <param name="isAmbiguous">Whether words fit several fields, and none was found for that.</param>
    /// <param name="inPlural">Whether to take an s at the end: <c>amounts</c> for <c>amount</c>.</param>
    public FieldMatch? Find(TextCursor cursor, out bool isAmbiguous, bool inPlural = false)
    {
        isAmbiguous = false;
        FieldMatch? found = null;
        int start = cursor.Next;
        int at = start;
        string words = "";
        for (int count = 0; count < MostWords && cursor.WordAt(at, out int end); count++)
        {
            string word = cursor.Lower(at, end);
            if (count == 0 ? Keywords.Structure.Contains(word) : found is not null && (Keywords.OperatorOpeners.Contains(word) || Keywords.Structure.Contains(word)))
            {
                break;
            }

            words += word;
            if (_byWords.TryGetValue(words, out (string Name, Field Field)? field) || (inPlural && words.EndsWith('s') && _byWords.TryGetValue(words[..^1], out field)))
            {
                isAmbiguous = field is null;
                found = field is null ? null : new(field.Value.Name, field.Value.Field, start, end);
            }
            else if (_isOpen && count == 0)
            {
                found = new(word, null, start, end);
            }

            bool dotted = end + 1 < cursor.Text.Length && cursor.Text[end] == '.' && cursor.WordAt(end + 1, out _);
            words += dotted ? '.' : ' ';
            at = dotted ? end + 1 : SkipSpace(cursor.Text, end);
        }

        return found;
    }

    /// <summary>The field of exactly that name, or null.</summary>
    public Field? Exact(string name) => _byWords.TryGetValue(name, out (string Name, Field Field)? field) && field?.Name == name ? field.Value.Field : null;

    private void Add(IEnumerable<Field> fields, string owner)
    {
        Field[] all = [.. fields];
        HashSet<string> names = [.. all.SelectMany(field => Prefixed(owner, field.Name))];
        foreach (Field field in all)
        {
            _names.Add(owner.Length == 0 ? field.Name : $"{owner}.{field.Name}");
            foreach (string words in Prefixed(owner, field.Name))
            {
                _byWords[words] = (_names[^1], field);
            }
        }

        // Names go before labels, and what the profile itself has goes before what its company has.
        foreach (Field field in all)
        {
            string name = owner.Length == 0 ? field.Name : $"{owner}.{field.Name}";
            foreach (string words in Prefixed(owner, field.Name.Replace('_', ' ')).Concat(Prefixed(owner, field.Label.ToLowerInvariant())))
            {
                if (!_byWords.TryGetValue(words, out (string Name, Field Field)? other))
                {
                    _byWords[words] = (name, field);
                }
                else if (!names.Contains(words) && other is { } taken && taken.Name != name && taken.Name.StartsWith("company.", StringComparison.Ordinal) == owner.Length > 0)
                {
                    _byWords[words] = null;
                }
            }
        }

        if (owner.Length == 0 && all.FirstOrDefault(field => field.Name == TagWords.Field) is { } tags)
        {
            _ = _byWords.TryAdd("tag", (tags.Name, tags));
        }
    }

    private static IEnumerable<string> Prefixed(string owner, string words) => owner.Length == 0 ? [words] : [$"{owner}.{words}", $"{owner} {words}"];

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
