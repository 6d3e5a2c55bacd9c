using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>This half finds the object that a related condition is about, an adjective before it included.</summary>
internal sealed partial class RuleTextParser
{
    private const int MostObjectWords = 3;

    private readonly record struct ObjectMatch(string Name, ObjectType? Type, Rule? Adjective);

    /// <summary>Takes a related object, and the word before it that says its state. Null where there is none, which is reported where it <paramref name="isExpected"/>.</summary>
    private ObjectMatch? TakeObject(bool isExpected)
    {
        if (_cursor.Current == '`')
        {
            return ReadQuoted() is { } verbatim ? new(verbatim, schema.Find(verbatim), null) : null;
        }

        if (TakeObjectWords() is { } plain)
        {
            return new(plain.Name, plain, null);
        }

        int before = _cursor.Position;
        (int Start, int End) token = NextToken();
        if (_cursor.PeekWord() is { } word && Adjectives.Contains(word))
        {
            _ = _cursor.TakeWord(word);
            if (TakeObjectWords() is { } type)
            {
                if (Adjectives.Of(word, type) is { } adjective)
                {
                    _marks[adjective] = new(token);
                    return new(type.Name, type, adjective);
                }

                Report(RuleErrorCode.Syntax, $"\"{word}\" says nothing about {type.Plural}.", token);
                return null;
            }
        }

        _cursor.Position = before;
        if (isExpected)
        {
            ReportUnknownObject();
        }

        return null;
    }

    private ObjectType? TakeObjectWords()
    {
        int at = _cursor.Next;
        string words = "";
        (ObjectType? Type, int End) found = (null, 0);
        for (int count = 0; count < MostObjectWords && _cursor.WordAt(at, out int end); count++)
        {
            words = count == 0 ? _cursor.Lower(at, end) : $"{words} {_cursor.Lower(at, end)}";
            if (schema.FindByWords(words) is { Kind: ObjectKind.Related } type)
            {
                found = (type, end);
            }

            at = end;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        if (found.Type is not null)
        {
            _cursor.Position = found.End;
        }

        return found.Type;
    }

    private void ReportUnknownObject()
    {
        (int, int) token = NextToken();
        IEnumerable<ObjectType> related = schema.Objects.Where(type => type.Kind == ObjectKind.Related);
        string known = string.Join(", ", related.Select(type => type.Plural));
        if (_cursor.PeekWord() is not { } word)
        {
            Report(RuleErrorCode.Syntax, $"What is counted belongs here: {known}.", token);
            return;
        }

        if (_scope.Find(_cursor, out _) is { } field)
        {
            string meant = field.Type switch
            {
                FieldType.Boolean => $"{field.Name} = true or {field.Name} = false",
                FieldType.Tags => $"{field.Name} has \"VIP\" or {field.Name} has none of (\"VIP\")",
                _ => $"{field.Name} is filled or {field.Name} is missing",
            };
            Report(RuleErrorCode.UnknownObject, $"\"{Clip(text[field.Start..field.End])}\" is a field: compare it itself, such as {meant}.", (field.Start, field.End));
            return;
        }

        string? suggestion = NearMiss.Suggest(word, related.SelectMany(type => (string[])[type.Name, type.Plural]));
        string message = schema.FindByWords(word) is not null ? $"\"{word}\" are profiles, not what belongs to them." : $"There is no object \"{Clip(word)}\".";
        Report(RuleErrorCode.UnknownObject, $"{message} There are {known}." + (suggestion is null ? "" : $" Did you mean {suggestion}?"), token, suggestion);
    }
}
