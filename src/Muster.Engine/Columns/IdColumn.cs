using Muster.Engine.Kernels;
using Muster.Rules.Data;

namespace Muster.Engine.Columns;

/// <summary>Ids: looked up exactly, yet compared by rules as text, folded. A fold is kept only where it is not the id itself.</summary>
internal sealed class IdColumn : Column
{
    private readonly HeapColumn _exact = new(store: null);
    private HeapColumn? _folds;

    public override long Bytes => base.Bytes + _exact.Bytes + (_folds?.Bytes ?? 0);

    public override Column New() => new IdColumn();

    /// <summary>Whether a row has exactly this id.</summary>
    public bool IsAt(int row, ReadOnlySpan<byte> utf8) => _exact.IsAt(row, utf8);

    /// <summary>The id of a row that has one.</summary>
    public ReadOnlySpan<byte> Text(int row) => _exact.Text(row);

    public override int Compare(int row, Column other, int otherRow) => Fold(row).SequenceCompareTo(((IdColumn)other).Fold(otherRow));

    public void Put(int row, string id)
    {
        Reserve(row + 1);
        Write(row, id);
        Mark(row);
    }

    public void Trim()
    {
        _exact.Trim();
        _folds?.Trim();
    }

    protected override void Grow(int capacity) => _exact.Reserve(capacity);

    protected override void Write(int row, FieldValue value) => Write(row, value.AsText());

    protected override void Erase(int row)
    {
        _exact.Clear(row);
        _folds?.Clear(row);
    }

    protected override FieldValue Read(int row) => _exact.Get(row);

    protected override void Copy(Column source, ReadOnlySpan<int> rows, int at)
    {
        IdColumn ids = (IdColumn)source;
        _exact.CopyFrom(ids._exact, rows, at);
        if (ids._folds is not null)
        {
            _folds ??= new(store: null);
            _folds.CopyFrom(ids._folds, rows, at);
        }
    }

    protected override void TestValues(ColumnTest test, int count, Span<ulong> words)
    {
        _exact.Test(test, count, words);
        if (_folds is null)
        {
            return;
        }

        using Rented<ulong> folded = new(words.Length);
        _folds.Present(folded.Span);
        Bits.AndNot(words, folded.Span);
        _folds.Test(test, count, folded.Span);
        Bits.Or(words, folded.Span);
    }

    private ReadOnlySpan<byte> Fold(int row) => _folds is not null && _folds.Has(row) ? _folds.Text(row) : _exact.Text(row);

    private void Write(int row, string id)
    {
        _exact.SetKey(row, id);
        string fold = TextFold.Fold(id);
        if (fold != id)
        {
            _folds ??= new(store: null);
            _folds.SetKey(row, fold);
        }
        else
        {
            _folds?.Clear(row);
        }
    }
}
