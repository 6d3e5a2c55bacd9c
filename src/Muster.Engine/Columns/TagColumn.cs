using Muster.Engine.Kernels;
using Muster.Rules.Data;

namespace Muster.Engine.Columns;

/// <summary>Tag sets: for each tag, the rows that have it, as a bitmap, or as a sorted list while they are few.</summary>
internal sealed class TagColumn(FieldStore store) : Column
{
    private readonly Dictionary<int, TagRows> _tags = [];

    public override long Bytes => base.Bytes + _tags.Values.Sum(rows => rows.Bytes + 48);

    public override Column New() => new TagColumn(store);

    /// <summary>Orders sets by their tags' folds, each set in order.</summary>
    public override int Compare(int row, Column other, int otherRow)
    {
        List<string> mine = Folds(row);
        List<string> theirs = ((TagColumn)other).Folds(otherRow);
        for (int i = 0; i < mine.Count && i < theirs.Count; i++)
        {
            if (TextOrder.Compare(mine[i], theirs[i]) is var order and not 0)
            {
                return order;
            }
        }

        return mine.Count.CompareTo(theirs.Count);
    }

    protected override void Grow(int capacity)
    {
    }

    protected override void Write(int row, FieldValue value)
    {
        if (Has(row))
        {
            Erase(row);
        }

        foreach (string tag in value.AsTags())
        {
            Rows(store.Dictionary!.Intern(tag)).Add(row);
        }
    }

    protected override void Erase(int row)
    {
        foreach (TagRows rows in _tags.Values)
        {
            rows.Remove(row);
        }
    }

    protected override FieldValue Read(int row) =>
        FieldValue.OfTags(_tags.Where(tag => tag.Value.Has(row)).OrderBy(tag => tag.Key).Select(tag => store.Dictionary!.Original(tag.Key)));

    protected override void Copy(Column source, ReadOnlySpan<int> rows, int at)
    {
        foreach ((int code, TagRows theirs) in ((TagColumn)source)._tags)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                if (theirs.Has(rows[i]))
                {
                    Rows(code).Add(at + i);
                }
            }
        }
    }

    protected override void TestValues(ColumnTest test, int count, Span<ulong> words)
    {
        if (test is not TagTest tags)
        {
            throw Unfit(test, this);
        }

        words.Fill(tags.All ? ulong.MaxValue : 0);
        using Rented<ulong> one = new(words.Length);
        foreach (int code in tags.Codes)
        {
            one.Span.Clear();
            if (_tags.TryGetValue(code, out TagRows? rows))
            {
                rows.MarkIn(one.Span);
            }

            if (tags.All)
            {
                Bits.And(words, one.Span);
            }
            else
            {
                Bits.Or(words, one.Span);
            }
        }
    }

    private List<string> Folds(int row)
    {
        List<string> folds = [.. _tags.Where(tag => tag.Value.Has(row)).Select(tag => store.Dictionary!.Key(tag.Key))];
        folds.Sort(TextOrder.Compare);
        return folds;
    }

    private TagRows Rows(int code)
    {
        if (!_tags.TryGetValue(code, out TagRows? rows))
        {
            _tags.Add(code, rows = new(store.Tuning.ListedRows));
        }

        return rows;
    }
}

/// <summary>The rows that have a tag.</summary>
/// <param name="mostListed">How many are listed, before they become a bitmap.</param>
internal sealed class TagRows(int mostListed)
{
    private int[]? _listed = new int[4];
    private int _count;
    private ulong[] _bits = [];

    public long Bytes => (sizeof(int) * (long)(_listed?.Length ?? 0)) + (sizeof(ulong) * (long)_bits.Length);

    public bool Has(int row) => _listed is not null
        ? _listed.AsSpan(0, _count).BinarySearch(row) >= 0
        : row >> 6 < _bits.Length && Bits.Get(_bits, row);

    public void Add(int row)
    {
        if (_listed is not null && _count == mostListed)
        {
            foreach (int listed in _listed.AsSpan(0, _count))
            {
                SetBit(listed);
            }

            _listed = null;
        }

        if (_listed is null)
        {
            SetBit(row);
            return;
        }

        int at = _count > 0 && _listed[_count - 1] < row ? ~_count : _listed.AsSpan(0, _count).BinarySearch(row);
        if (at >= 0)
        {
            return;
        }

        if (_count == _listed.Length)
        {
            Array.Resize(ref _listed, _count * 2);
        }

        Array.Copy(_listed, ~at, _listed, ~at + 1, _count - ~at);
        _listed[~at] = row;
        _count++;
    }

    public void Remove(int row)
    {
        if (_listed is null)
        {
            if (row >> 6 < _bits.Length)
            {
                Bits.Clear(_bits, row);
            }
        }
        else if (_listed.AsSpan(0, _count).BinarySearch(row) is var at and >= 0)
        {
            Array.Copy(_listed, at + 1, _listed, at, --_count - at);
        }
    }

    /// <summary>Sets the bits of the rows, where there are words for them.</summary>
    public void MarkIn(Span<ulong> words)
    {
        if (_listed is null)
        {
            int known = Math.Min(words.Length, _bits.Length);
            Bits.Or(words[..known], _bits.AsSpan(0, known));
            return;
        }

        foreach (int row in _listed.AsSpan(0, _count))
        {
            if (row >> 6 < words.Length)
            {
                Bits.Set(words, row);
            }
        }
    }

    private void SetBit(int row)
    {
        if (row >> 6 >= _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max((row >> 6) + 1, Math.Max(64, _bits.Length * 2)));
        }

        Bits.Set(_bits, row);
    }
}
