using Muster.Rules.Schema;

namespace Muster.Engine.Columns;

/// <summary>What the columns of one field share over all partitions: its type, its dictionary, and whether its texts still repeat.</summary>
internal sealed class FieldStore
{
    private readonly IProfileDirectory _directory;
    private readonly ProfileKind? _linksTo;
    private int _nextCheck;

    public FieldStore(Field field, IProfileDirectory directory, Tuning tuning)
    {
        Field = field;
        Tuning = tuning;
        _nextCheck = tuning.DictionaryTexts;
        _directory = directory;
        _linksTo = field.Type == FieldType.Link && field.LinksTo is { } target ? Audiences.KindOf(target) : null;
        Dictionary = field.Type switch
        {
            FieldType.Text when field.Name == "id" => null,
            FieldType.Text or FieldType.Tags => new(folds: true),
            FieldType.Link when _linksTo is null => new(folds: false),
            _ => null,
        };
    }

    public Field Field { get; }

    public Tuning Tuning { get; }

    /// <summary>The kind of profile that a link's ordinals are of; null for all else, whose ids are kept as text.</summary>
    public ProfileKind? LinksTo => _linksTo;

    /// <summary>The dictionary of texts or tags; null where there is none, or none any more.</summary>
    public TextDictionary? Dictionary { get; private set; }

    /// <summary>Values in columns with codes.</summary>
    public long Present { get; set; }

    /// <summary>A new, empty column.</summary>
    public Column NewColumn() => Field.Type switch
    {
        FieldType.Number => new NumberColumn(),
        FieldType.Money => new MoneyColumn(),
        FieldType.Boolean => new BooleanColumn(),
        FieldType.Date => new DayColumn(),
        FieldType.DateTime => new InstantColumn(),
        FieldType.Tags => new TagColumn(this),
        FieldType.Link when _linksTo is { } kind => new LinkColumn(kind, _directory),
        _ => Dictionary is null ? new HeapColumn(this) : new CodeColumn(this),
    };

    /// <summary>Whether the texts turned out not to repeat: from enough distinct ones on, at each doubling, more than half of all values.</summary>
    public bool TurnsToHeap()
    {
        if (Dictionary is null || Field.Type == FieldType.Tags || Dictionary.Count < _nextCheck)
        {
            return false;
        }

        _nextCheck = Dictionary.Count * 2;
        return Dictionary.Count * 2L > Present;
    }

    /// <summary>Gives the dictionary up; the caller has turned every column into a heap.</summary>
    public void DropDictionary() => Dictionary = null;
}
