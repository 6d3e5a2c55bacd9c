using System.Text;
using Muster.Engine.Kernels;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Engine.Columns;

/// <summary>Text that does not repeat: folds in UTF-8, one after the other, each ended by a byte that UTF-8 never has; 5 bytes a row above the text.</summary>
/// <remarks>While rows were only appended, substrings are looked for over the whole heap at once. Replaced texts are dropped when they are half of it.</remarks>
/// <param name="store">The field; null for texts kept exactly as they are, ids above all.</param>
internal sealed class HeapColumn(FieldStore? store) : Column
{
    private const byte End = 0xFF;

    private int[] _starts = [];
    private byte[] _heap = [];
    private int _used;
    private int _garbage;
    private int _lastRow = -1;
    private bool _ordered = true;

    public override long Bytes => base.Bytes + (sizeof(int) * (long)_starts.Length) + _heap.Length;

    public override Column New() => new HeapColumn(store);

    /// <summary>The text of a row that has one.</summary>
    public ReadOnlySpan<byte> Text(int row)
    {
        ReadOnlySpan<byte> rest = _heap.AsSpan(_starts[row]);
        return rest[..rest.IndexOf(End)];
    }

    /// <summary>Whether a row has this text.</summary>
    public bool IsAt(int row, ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> rest = _heap.AsSpan(_starts[row]);
        return rest.Length > utf8.Length && rest[utf8.Length] == End && rest.StartsWith(utf8);
    }

    /// <summary>Puts a text as it is, folded already where the field's texts are.</summary>
    public void SetKey(int row, string key)
    {
        Reserve(row + 1);
        WriteKey(row, key);
        Mark(row);
    }

    /// <summary>The same, in UTF-8. The text must not be of this column.</summary>
    public void SetKey(int row, ReadOnlySpan<byte> utf8)
    {
        Reserve(row + 1);
        WriteKey(row, utf8);
        Mark(row);
    }

    public override int Compare(int row, Column other, int otherRow) => Text(row).SequenceCompareTo(((HeapColumn)other).Text(otherRow));

    /// <summary>Gives back room that was kept to grow into.</summary>
    public void Trim()
    {
        if (_heap.Length - _used > _used / 8)
        {
            Array.Resize(ref _heap, _used);
        }
    }

    protected override void Grow(int capacity) => Array.Resize(ref _starts, capacity);

    protected override void Write(int row, FieldValue value) =>
        WriteKey(row, store is null || store.Field.Type == FieldType.Link ? value.AsText() : TextFold.Fold(value.AsText()));

    protected override void Erase(int row) => _garbage += Text(row).Length + 1;

    protected override FieldValue Read(int row)
    {
        string text = Encoding.UTF8.GetString(Text(row));
        return store?.Field.Type == FieldType.Link ? FieldValue.OfLink(text) : FieldValue.OfText(text);
    }

    protected override void Copy(Column source, ReadOnlySpan<int> rows, int at)
    {
        HeapColumn heap = (HeapColumn)source;
        for (int i = 0; i < rows.Length; i++)
        {
            if (heap.Has(rows[i]))
            {
                Append(at + i, heap.Text(rows[i]));
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
        if (_ordered && matcher is TextMatcher.Has { Part: not TextPart.Beginning } part)
        {
            Scan(part, count, words);
            return;
        }

        byte[]? only = (matcher as TextMatcher.OneOf)?.Only;
        foreach (int row in Bits.Of(Presence[..words.Length]))
        {
            if (row < count && (only is not null ? IsAt(row, only) : matcher.Holds(Text(row))))
            {
                Bits.Set(words, row);
            }
        }
    }

    private void Scan(TextMatcher.Has part, int count, Span<ulong> words)
    {
        using Rented<byte> needle = new(part.Utf8.Length + 1);
        part.Utf8.CopyTo(needle.Span);
        needle.Span[^1] = End;
        ReadOnlySpan<byte> sought = part.Part == TextPart.End ? needle.Span : needle.Span[..^1];
        SubstringKernel search = new(_heap.AsSpan(0, _used), sought);
        Bits.BitEnumerator rows = Bits.Of(Presence[..Bits.Words(count)]);
        bool more = rows.MoveNext();
        int row = -1;
        int from = 0;
        while (more || row >= 0)
        {
            int hit = search.Next(from);
            if (hit < 0)
            {
                return;
            }

            while (more && _starts[rows.Current] <= hit)
            {
                row = rows.Current;
                more = rows.MoveNext();
            }

            // A hit in a text that was replaced lies between the texts of rows.
            int end = row < 0 ? -1 : _starts[row] + Text(row).Length;
            if (hit < end)
            {
                Bits.Set(words, row);
                from = end + 1;
            }
            else
            {
                from = hit + 1;
            }
        }
    }

    private void WriteKey(int row, string key)
    {
        int most = Encoding.UTF8.GetMaxByteCount(key.Length);
        using Rented<byte> buffer = new(most);
        WriteKey(row, buffer.Span[..Encoding.UTF8.GetBytes(key, buffer.Span)]);
    }

    private void WriteKey(int row, ReadOnlySpan<byte> utf8)
    {
        if (Has(row))
        {
            if (IsAt(row, utf8))
            {
                return;
            }

            _garbage += Text(row).Length + 1;
            _ordered = false;
        }

        if (_garbage > (store?.Tuning ?? Tuning.Default).HeapGarbage && _garbage > _used / 2)
        {
            Compact(row);
        }

        Append(row, utf8);
    }

    private void Append(int row, ReadOnlySpan<byte> utf8)
    {
        if (_used + utf8.Length + 1 > _heap.Length)
        {
            Array.Resize(ref _heap, Math.Max(_used + utf8.Length + 1, _heap.Length + Math.Max(256, _heap.Length / 2)));
        }

        utf8.CopyTo(_heap.AsSpan(_used));
        _heap[_used + utf8.Length] = End;
        _starts[row] = _used;
        _used += utf8.Length + 1;
        _ordered &= row > _lastRow;
        _lastRow = Math.Max(row, _lastRow);
    }

    /// <summary>Writes the heap anew, in the order of rows, without the text of a row that is about to be written.</summary>
    private void Compact(int except)
    {
        byte[] old = _heap;
        _heap = new byte[_used - _garbage + 256];
        (_used, _garbage, _lastRow, _ordered) = (0, 0, -1, true);
        foreach (int row in Bits.Of(Presence))
        {
            if (row != except)
            {
                ReadOnlySpan<byte> rest = old.AsSpan(_starts[row]);
                Append(row, rest[..rest.IndexOf(End)]);
            }
        }
    }
}
