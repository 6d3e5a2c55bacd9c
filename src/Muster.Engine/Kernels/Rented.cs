using System.Buffers;

namespace Muster.Engine.Kernels;

/// <summary>A buffer from the shared pool, for the length of a block: <c>using Rented&lt;ulong&gt; words = new(1_024);</c>. Not cleared unless asked.</summary>
internal readonly ref struct Rented<T>
{
    private readonly T[] _array;
    private readonly int _length;

    public Rented(int length, bool clear = false)
    {
        _array = ArrayPool<T>.Shared.Rent(length);
        _length = length;
        if (clear)
        {
            Span.Clear();
        }
    }

    public Span<T> Span => _array.AsSpan(0, _length);

    public void Dispose() => ArrayPool<T>.Shared.Return(_array);
}
