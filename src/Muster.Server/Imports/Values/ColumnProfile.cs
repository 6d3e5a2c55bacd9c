using Muster.Rules.Schema;

namespace Muster.Server.Imports.Values;

/// <summary>How the values of a column are written.</summary>
/// <param name="Order">What comes first in its days; null for what is usual with their separator.</param>
/// <param name="DecimalComma">Whether its numbers have a decimal comma.</param>
/// <param name="Pattern">The pattern given for days that are not in ISO form.</param>
internal sealed record ValueForms(DateOrder? Order, bool DecimalComma, DatePattern? Pattern);

/// <summary>Gathers from the first values of a column what they are and how they are written.</summary>
internal sealed class ColumnProfile(DatePattern? pattern)
{
    private readonly byte[] _scratch = new byte[NumberText.MaxLength + 2];
    private int _booleans;
    private int _withPoint;
    private int _withComma;
    private int _currencies;
    private int _monthFirst;
    private int _dayFirst;
    private int _byPattern;
    private int _onlyMonthFirst;
    private int _onlyDayFirst;
    private int _times;
    private NumberTraits _traits;
    private DateShape? _shape;

    /// <summary>How many values there were.</summary>
    public int Count { get; private set; }

    /// <summary>What parts the numbers of its days, where they need an order.</summary>
    public char? OrderedSeparator => _shape is { YearFirst: false } shape ? shape.Separator : null;

    /// <summary>The order of day and month that its days prove; null where they prove none, or both.</summary>
    public DateOrder? ProvenOrder => _onlyDayFirst > _onlyMonthFirst ? DateOrder.DayFirst : _onlyMonthFirst > _onlyDayFirst ? DateOrder.MonthFirst : null;

    private bool DecimalComma => _traits.HasFlag(NumberTraits.DecimalComma) && !_traits.HasFlag(NumberTraits.DecimalPoint);

    /// <param name="value">A value, without white space around it, not empty.</param>
    public void Add(ReadOnlySpan<byte> value)
    {
        Count++;
        if (BooleanWord(value) is not null)
        {
            _booleans++;
            return;
        }

        AddNumber(value);
        AddDate(value);
    }

    public ValueForms Forms(DateOrder? order) => new(order, DecimalComma, pattern);

    /// <summary>The type that all the values are of; text where they differ or are nothing else.</summary>
    public FieldType TypeOf(DateOrder? order)
    {
        if (Count == 0)
        {
            return FieldType.Text;
        }

        if (_booleans == Count)
        {
            return FieldType.Boolean;
        }

        if ((DecimalComma ? _withComma : _withPoint) == Count && !_traits.HasFlag(NumberTraits.Identifier))
        {
            return _currencies == Count ? FieldType.Money : FieldType.Number;
        }

        bool monthFirst = (order ?? (OrderedSeparator is { } separator ? MomentText.UsualOrder(separator) : DateOrder.DayFirst)) == DateOrder.MonthFirst;
        bool dates = pattern is null ? (monthFirst ? _monthFirst : _dayFirst) == Count : _byPattern == Count;
        return !dates ? FieldType.Text : _times > 0 ? FieldType.DateTime : FieldType.Date;
    }

    /// <summary>How its days are written, for people; null where none is, or in ISO form.</summary>
    public string? DateFormat(DateOrder? order) => (_shape, pattern) switch
    {
        (null, _) => null,
        (_, { } given) => given.Text,
        ({ Separator: '\0' }, _) => "yyyyMMdd",
        ({ YearFirst: true } shape, _) => string.Join(shape.Separator, "yyyy", "MM", "dd"),
        ({ } shape, _) => (order ?? MomentText.UsualOrder(shape.Separator)) == DateOrder.MonthFirst
            ? string.Join(shape.Separator, "MM", "dd", "yyyy")
            : string.Join(shape.Separator, "dd", "MM", "yyyy"),
    };

    /// <summary>True for true and yes, false for false and no, in any case; null for all else. 1 and 0 are numbers until a field says otherwise.</summary>
    public static bool? BooleanWord(ReadOnlySpan<byte> value) => value.Length switch
    {
        4 when System.Text.Ascii.EqualsIgnoreCase(value, "true"u8) => true,
        3 when System.Text.Ascii.EqualsIgnoreCase(value, "yes"u8) => true,
        5 when System.Text.Ascii.EqualsIgnoreCase(value, "false"u8) => false,
        2 when System.Text.Ascii.EqualsIgnoreCase(value, "no"u8) => false,
        _ => null,
    };

    private void AddNumber(ReadOnlySpan<byte> value)
    {
        bool point = NumberText.TryNormalize(value, decimalComma: false, _scratch, out _);
        bool comma = NumberText.TryNormalize(value, decimalComma: true, _scratch, out _);
        _withPoint += point ? 1 : 0;
        _withComma += comma ? 1 : 0;
        if (point || comma)
        {
            NumberTraits traits = NumberText.TraitsOf(value);
            _traits |= traits;
            _currencies += traits.HasFlag(NumberTraits.Currency) ? 1 : 0;
        }
    }

    private void AddDate(ReadOnlySpan<byte> value)
    {
        bool monthFirst = MomentText.TryParse(value, DateOrder.MonthFirst, out Moment moment, out DateShape shape);
        bool dayFirst = MomentText.TryParse(value, DateOrder.DayFirst, out Moment other, out _);
        moment = monthFirst ? moment : other;
        bool byPattern = shape.IsIso && monthFirst;
        if (!byPattern && pattern is not null && pattern.TryParse(System.Text.Encoding.UTF8.GetString(value), out Moment given))
        {
            byPattern = true;
            moment = given;
            _shape ??= shape;
        }

        if (!monthFirst && !dayFirst && !byPattern)
        {
            return;
        }

        _byPattern += byPattern ? 1 : 0;
        _monthFirst += monthFirst ? 1 : 0;
        _dayFirst += dayFirst ? 1 : 0;
        _times += moment.MillisecondOfDay is null ? 0 : 1;
        if (!shape.IsIso && pattern is null)
        {
            // What needs an order is told before what needs none.
            _shape = _shape is { YearFirst: false } ? _shape : shape;
            _onlyMonthFirst += monthFirst && !dayFirst ? 1 : 0;
            _onlyDayFirst += dayFirst && !monthFirst ? 1 : 0;
        }
    }
}
