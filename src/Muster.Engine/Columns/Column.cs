using Muster.Engine.Kernels;
using Muster.Rules.Data;

namespace Muster.Engine.Columns;

/// <summary>The values of one field over the rows of one table, typed and encoded, with a bitmap of where there are any.</summary>
/// <remarks>Grows as rows are set; a row past its end is missing. Many readers or one writer.</remarks>
internal abstract class Column
{
    private ulong[] _presence = [];

    /// <summary>Rows that have room.</summary>
    protected int Capacity { get; private set; }

    /// <summary>Heap bytes held, roughly.</summary>
    public virtual long Bytes => 48 + (_presence.Length * sizeof(ulong));

    /// <summary>Whether there is a value.</summary>
    public bool Has(int row) => row < Capacity && Bits.Get(_presence, row);

    /// <summary>Puts a value, not a missing one.</summary>
    public void Set(int row, FieldValue value)
    {
        Reserve(row + 1);
        Write(row, value);
        Bits.Set(_presence, row);
    }

    /// <summary>Takes the value away, if there is one.</summary>
    public void Clear(int row)
    {
        if (Has(row))
        {
            Erase(row);
            Bits.Clear(_presence, row);
        }
    }

    /// <summary>The value, or missing.</summary>
    public FieldValue Get(int row) => Has(row) ? Read(row) : default;

    /// <summary>An empty column of the same field and encoding.</summary>
    public abstract Column New();

    /// <summary>Copies rows of a column of the same field and encoding to consecutive rows of this one, which had no values there.</summary>
    public void CopyFrom(Column source, ReadOnlySpan<int> rows, int at)
    {
        Reserve(at + rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (source.Has(rows[i]))
            {
                Bits.Set(_presence, at + i);
            }
        }

        Copy(source, rows, at);
    }

    /// <summary>Marks where there are values; writes all of <paramref name="words"/>.</summary>
    public void Present(Span<ulong> words)
    {
        int known = Math.Min(words.Length, _presence.Length);
        _presence.AsSpan(0, known).CopyTo(words);
        words[known..].Clear();
    }

    /// <summary>Marks the first <paramref name="count"/> rows that pass; bits past them are undefined.</summary>
    public void Test(ColumnTest test, int count, Span<ulong> words)
    {
        switch (test)
        {
            case MissingTest:
                Present(words);
                for (int word = 0; word < words.Length; word++)
                {
                    words[word] = ~words[word];
                }

                break;
            case NoValueTest:
                words.Clear();
                break;
            default:
                int known = Math.Min(count, Capacity);
                int length = Bits.Words(known);
                TestValues(test, known, words[..length]);
                Bits.And(words[..length], _presence.AsSpan(0, length));
                words[length..].Clear();
                break;
        }
    }

    /// <summary>Orders two values of the same field: less than 0, 0 or more. Text by the UTF-8 bytes of its fold.</summary>
    public abstract int Compare(int row, Column other, int otherRow);

    /// <summary>Whether equal values, and they alone, have equal <see cref="KeyOf"/> in all columns of the field.</summary>
    public virtual bool HasKeys => false;

    /// <summary>A number for a row's value; only where <see cref="HasKeys"/> and the row has a value.</summary>
    public virtual long KeyOf(int row) => throw new NotSupportedException($"A {GetType().Name} has no keys.");

    /// <summary>Makes room for so many rows.</summary>
    public void Reserve(int rows)
    {
        if (rows <= Capacity)
        {
            return;
        }

        int capacity = (Math.Max(rows, Math.Max(64, Math.Min(Capacity * 2, Capacity + 65_536))) + 63) & ~63;
        Array.Resize(ref _presence, Bits.Words(capacity));
        Grow(capacity);
        Capacity = capacity;
    }

    protected ReadOnlySpan<ulong> Presence => _presence;

    protected void Mark(int row) => Bits.Set(_presence, row);

    protected abstract void Grow(int capacity);

    protected abstract void Write(int row, FieldValue value);

    protected abstract void Erase(int row);

    protected abstract FieldValue Read(int row);

    /// <summary>Copies values; presence is copied already, and there is room.</summary>
    protected abstract void Copy(Column source, ReadOnlySpan<int> rows, int at);

    /// <summary>Marks the rows that pass, whatever it marks where there is no value; writes all of <paramref name="words"/>.</summary>
    protected abstract void TestValues(ColumnTest test, int count, Span<ulong> words);

    protected static InvalidOperationException Unfit(ColumnTest test, Column column) =>
        new($"A {test.GetType().Name} does not fit a {column.GetType().Name}.");
}
