using System.Text;
using Muster.Engine.Kernels;
using Muster.Rules.Data;

namespace Muster.Engine.Columns;

/// <summary>
/// Ids: looked up exactly, yet compared by rules as text, folded. Packed where they are numbers with a prefix, else text; of the text, a fold is
/// kept only where it is not the id itself.
/// </summary>
/// <remarks>Cost: 4 or 5 bytes a row for packed ids, 5 above the text for others, and a bit.</remarks>
internal sealed class IdColumn : Column
{
    private readonly PackedIds _packed = new();
    private HeapColumn? _texts;
    private HeapColumn? _folds;

    public override long Bytes => base.Bytes + _packed.Bytes + (_texts?.Bytes ?? 0) + (_folds?.Bytes ?? 0);

    public override Column New() => new IdColumn();

    /// <summary>Whether a row has exactly this id.</summary>
    public bool IsAt(int row, ReadOnlySpan<byte> utf8) => Has(row) && (IsText(row) ? _texts!.IsAt(row, utf8) : _packed.IsAt(row, utf8));

    /// <summary>The id of a row that has one.</summary>
    public string Id(int row)
    {
        Span<byte> buffer = stackalloc byte[PackedIds.MostBytes];
        return Encoding.UTF8.GetString(Utf8(row, folded: false, buffer));
    }

    public override int Compare(int row, Column other, int otherRow)
    {
        Span<byte> mine = stackalloc byte[PackedIds.MostBytes];
        Span<byte> theirs = stackalloc byte[PackedIds.MostBytes];
        return Utf8(row, folded: true, mine).SequenceCompareTo(((IdColumn)other).Utf8(otherRow, folded: true, theirs));
    }

    public void Put(int row, string id)
    {
        Reserve(row + 1);
        Write(row, id);
        Mark(row);
    }

    public void Trim()
    {
        _packed.Trim(Capacity);
        _texts?.Trim();
        _folds?.Trim();
    }

    protected override void Grow(int capacity)
    {
    }

    protected override void Write(int row, FieldValue value) => Write(row, value.AsText());

    protected override void Erase(int row)
    {
        _texts?.Clear(row);
        _folds?.Clear(row);
    }

    protected override FieldValue Read(int row) => FieldValue.OfText(Id(row));

    protected override void Copy(Column source, ReadOnlySpan<int> rows, int at)
    {
        IdColumn ids = (IdColumn)source;
        Span<byte> buffer = stackalloc byte[PackedIds.MostBytes];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!ids.Has(rows[i]))
            {
                continue;
            }

            ReadOnlySpan<byte> id = ids.Utf8(rows[i], folded: false, buffer);
            if (ids._packed.IsFull || !_packed.TryPut(at + i, id))
            {
                (_texts ??= new(store: null)).SetKey(at + i, id);
                if (ids._folds is not null && ids._folds.Has(rows[i]))
                {
                    (_folds ??= new(store: null)).SetKey(at + i, ids._folds.Text(rows[i]));
                }
                else if (!ids.IsText(rows[i]))
                {
                    Fold(at + i, Encoding.UTF8.GetString(id));
                }
            }
        }
    }

    protected override void TestValues(ColumnTest test, int count, Span<ulong> words)
    {
        if (test is not TextTest { Matcher: var matcher })
        {
            throw Unfit(test, this);
        }

        words.Clear();
        using Rented<ulong> packed = new(words.Length);
        using Rented<ulong> some = new(words.Length);
        Presence[..words.Length].CopyTo(packed.Span);
        if (_texts is not null)
        {
            _texts.Present(some.Span);
            Bits.AndNot(packed.Span, some.Span);
            _texts.Test(test, count, words);
        }

        if (_folds is not null)
        {
            _folds.Present(some.Span);
            Bits.AndNot(words, some.Span);
            _folds.Test(test, count, some.Span);
            Bits.Or(words, some.Span);
        }

        Span<byte> buffer = stackalloc byte[PackedIds.MostBytes];
        foreach (int row in Bits.Of(packed.Span))
        {
            if (row < count && matcher.Holds(buffer[.._packed.Write(row, folded: true, buffer)]))
            {
                Bits.Set(words, row);
            }
        }
    }

    private bool IsText(int row) => _texts is not null && _texts.Has(row);

    private ReadOnlySpan<byte> Utf8(int row, bool folded, Span<byte> buffer) =>
        folded && _folds is not null && _folds.Has(row) ? _folds.Text(row)
        : IsText(row) ? _texts!.Text(row)
        : buffer[.._packed.Write(row, folded, buffer)];

    private void Write(int row, string id)
    {
        using Rented<byte> buffer = new(Encoding.UTF8.GetMaxByteCount(id.Length));
        ReadOnlySpan<byte> utf8 = buffer.Span[..Encoding.UTF8.GetBytes(id, buffer.Span)];
        _folds?.Clear(row);
        if (_packed.TryPut(row, utf8))
        {
            _texts?.Clear(row);
            return;
        }

        (_texts ??= new(store: null)).SetKey(row, utf8);
        Fold(row, id);
    }

    private void Fold(int row, string id)
    {
        string fold = TextFold.Fold(id);
        if (fold != id)
        {
            (_folds ??= new(store: null)).SetKey(row, fold);
        }
    }
}
