using Muster.Engine.Kernels;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Columns;

/// <summary>Text that repeats, as codes of its field's dictionary: no bytes a row while all rows have one value, then 1, 2 or 4, as the largest code needs.</summary>
internal sealed class CodeColumn(FieldStore store) : Column
{
    private readonly TextDictionary _dictionary = store.Dictionary!;
    private int _only = -1;
    private byte[]? _narrow;
    private ushort[]? _medium;
    private int[]? _wide;

    public override long Bytes => base.Bytes + (_narrow?.Length ?? 0) + (2L * (_medium?.Length ?? 0)) + (4L * (_wide?.Length ?? 0));

    public override Column New() => new CodeColumn(store);

    public override bool HasKeys => true;

    public override long KeyOf(int row) => Code(row);

    public override int Compare(int row, Column other, int otherRow)
    {
        (int mine, int theirs) = (Code(row), ((CodeColumn)other).Code(otherRow));
        return mine == theirs ? 0 : TextOrder.Compare(_dictionary.Key(mine), _dictionary.Key(theirs));
    }

    /// <summary>Distinct texts of the field, over all columns.</summary>
    public int Texts => _dictionary.Count;

    /// <summary>The code of every row that has a value, where it is one; else -1.</summary>
    public int Only => _narrow is null && _medium is null && _wide is null ? _only : -1;

    /// <summary>The code of a row that has a value.</summary>
    public int Code(int row) => _narrow is not null ? _narrow[row] : _medium is not null ? _medium[row] : _wide is not null ? _wide[row] : _only;

    /// <summary>The same texts in a heap.</summary>
    public HeapColumn ToHeap()
    {
        HeapColumn heap = new(store);
        for (int row = 0; row < Capacity; row++)
        {
            if (Has(row))
            {
                heap.SetKey(row, _dictionary.Key(Code(row)));
            }
        }

        return heap;
    }

    protected override void Grow(int capacity)
    {
        if (_narrow is not null)
        {
            Array.Resize(ref _narrow, capacity);
        }
        else if (_medium is not null)
        {
            Array.Resize(ref _medium, capacity);
        }
        else if (_wide is not null)
        {
            Array.Resize(ref _wide, capacity);
        }
    }

    protected override void Write(int row, FieldValue value)
    {
        if (!Has(row))
        {
            store.Present++;
        }

        Put(row, _dictionary.Intern(value.AsText()));
    }

    protected override void Erase(int row) => store.Present--;

    protected override FieldValue Read(int row)
    {
        string original = _dictionary.Original(Code(row));
        return store.Field.Type == FieldType.Link ? FieldValue.OfLink(original) : FieldValue.OfText(original);
    }

    protected override void Copy(Column source, ReadOnlySpan<int> rows, int at)
    {
        CodeColumn codes = (CodeColumn)source;
        for (int i = 0; i < rows.Length; i++)
        {
            if (codes.Has(rows[i]))
            {
                Put(at + i, codes.Code(rows[i]));
            }
        }
    }

    protected override void TestValues(ColumnTest test, int count, Span<ulong> words)
    {
        if (test is not TextTest text)
        {
            throw Unfit(test, this);
        }

        if (count < _dictionary.Count / 4)
        {
            TestOneByOne(text.Matcher, count, words);
            return;
        }

        ulong[] set = text.Decided.Set;
        if (_narrow is null && _medium is null && _wide is null)
        {
            words.Fill(_only >= 0 && Bits.Get(set, _only) ? ulong.MaxValue : 0);
        }
        else if (text.Decided.Few is { } few && (_narrow is null || few.Length < 2))
        {
            TestFew(few, count, words);
        }
        else if (_narrow is not null)
        {
            CodeKernel.In<byte>(_narrow.AsSpan(0, count), set, words);
        }
        else if (_medium is not null)
        {
            CodeKernel.In<ushort>(_medium.AsSpan(0, count), set, words);
        }
        else
        {
            CodeKernel.In<int>(_wide.AsSpan(0, count), set, words);
        }
    }

    private void TestOneByOne(TextMatcher matcher, int count, Span<ulong> words)
    {
        words.Clear();
        foreach (int row in Bits.Of(Presence[..words.Length]))
        {
            if (row < count && matcher.Holds(_dictionary.Key(Code(row))))
            {
                Bits.Set(words, row);
            }
        }
    }

    private void TestFew(int[] few, int count, Span<ulong> words)
    {
        words.Clear();
        using Rented<ulong> one = new(words.Length);
        foreach (int code in few)
        {
            if (_narrow is not null && code <= byte.MaxValue)
            {
                RangeKernel.Within(_narrow.AsSpan(0, count), (byte)code, (byte)code, one.Span);
            }
            else if (_medium is not null && code <= ushort.MaxValue)
            {
                RangeKernel.Within(_medium.AsSpan(0, count), (ushort)code, (ushort)code, one.Span);
            }
            else if (_wide is not null)
            {
                RangeKernel.Within(_wide.AsSpan(0, count), code, code, one.Span);
            }
            else
            {
                continue;
            }

            Bits.Or(words, one.Span);
        }
    }

    private void Put(int row, int code)
    {
        if (_narrow is null && _medium is null && _wide is null)
        {
            if (_only == code || _only < 0)
            {
                _only = code;
                return;
            }

            Widen(Math.Max(code, _only));
        }
        else if ((_narrow is not null && code > byte.MaxValue) || (_medium is not null && code > ushort.MaxValue))
        {
            Widen(code);
        }

        if (_narrow is not null)
        {
            _narrow[row] = (byte)code;
        }
        else if (_medium is not null)
        {
            _medium[row] = (ushort)code;
        }
        else
        {
            _wide![row] = code;
        }
    }

    private void Widen(int largest)
    {
        byte[]? narrow = largest <= byte.MaxValue ? new byte[Capacity] : null;
        ushort[]? medium = narrow is null && largest <= ushort.MaxValue ? new ushort[Capacity] : null;
        int[]? wide = narrow is null && medium is null ? new int[Capacity] : null;
        for (int row = 0; row < Capacity; row++)
        {
            int code = Has(row) ? Code(row) : 0;
            if (narrow is not null)
            {
                narrow[row] = (byte)code;
            }
            else if (medium is not null)
            {
                medium[row] = (ushort)code;
            }
            else
            {
                wide![row] = code;
            }
        }

        (_narrow, _medium, _wide) = (narrow, medium, wide);
    }
}
