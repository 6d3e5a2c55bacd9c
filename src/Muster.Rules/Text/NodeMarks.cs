using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>Where a node and its parts stand in the text, each from its first character to behind its last; (0, 0) for a part that does not stand there.</summary>
internal sealed record NodeMarks((int Start, int End) Whole)
{
    public (int Start, int End) Field { get; init; }

    public (int Start, int End) Operator { get; init; }

    public (int Start, int End) Value { get; init; }
}

/// <summary>Turns offsets into lines and columns, and marks into places by JSON pointer.</summary>
internal sealed class TextPlaces
{
    private readonly List<int> _lineStarts = [0];

    public TextPlaces(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    public TextSpan Span((int Start, int End) mark)
    {
        int found = _lineStarts.BinarySearch(mark.Start);
        int line = found >= 0 ? found : ~found - 1;
        return new(line + 1, mark.Start - _lineStarts[line] + 1, mark.Start, mark.End - mark.Start);
    }

    /// <summary>The place of every node that has marks, and of its parts.</summary>
    public IReadOnlyDictionary<string, TextSpan> ByPointer(Rule.Group root, IReadOnlyDictionary<Rule, NodeMarks> marks)
    {
        Dictionary<string, TextSpan> places = new(StringComparer.Ordinal);
        Add(root, "");
        return places;

        void Add(Rule rule, string pointer)
        {
            if (marks.TryGetValue(rule, out NodeMarks? found))
            {
                places[pointer] = Span(found.Whole);
                AddPart(found.Field, pointer + "/field");
                AddPart(found.Operator, pointer + (rule is Rule.Related ? "/match" : "/operator"));
                AddPart(found.Value, pointer + "/value");
                AddPart(rule is Rule.Aggregate ? found.Field : default, pointer + "/aggregate");
            }

            switch (rule)
            {
                case Rule.Group group:
                    foreach ((int index, Rule child) in group.Rules.Index())
                    {
                        Add(child, $"{pointer}/rules/{index}");
                    }

                    break;
                case Rule.Related related:
                    Add(related.Where, pointer + "/value");
                    break;
                case Rule.Aggregate aggregate:
                    Add(aggregate.Where, pointer + "/where");
                    break;
                default:
                    break;
            }
        }

        void AddPart((int Start, int End) part, string pointer)
        {
            if (part.End > 0)
            {
                places[pointer] = Span(part);
            }
        }
    }
}
