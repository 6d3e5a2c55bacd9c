using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Muster.Engine.Kernels;

/// <summary>Marks the values that lie within a range, ends included. Writes every word that the values cover; bits past the last value are 0.</summary>
/// <remarks>Compiled in full at the first call: a first rule must not wait for the runtime to find out that a loop is hot.</remarks>
internal static class RangeKernel
{
    public delegate void Scan<T>(ReadOnlySpan<T> values, T from, T to, Span<ulong> words);

    /// <summary>The kernels that this processor can run, the one in use first.</summary>
    public static IReadOnlyList<(string Name, Scan<T> Run)> Available<T>()
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        List<(string, Scan<T>)> kernels = [];
        if (Vector512.IsHardwareAccelerated)
        {
            kernels.Add((nameof(Wide512), Wide512));
        }

        if (Vector256.IsHardwareAccelerated)
        {
            kernels.Add((nameof(Wide256), Wide256));
        }

        kernels.Add((nameof(Scalar), Scalar));
        return kernels;
    }

    public static void Within<T>(ReadOnlySpan<T> values, T from, T to, Span<ulong> words)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Wide512(values, from, to, words);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Wide256(values, from, to, words);
        }
        else
        {
            Scalar(values, from, to, words);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide512<T>(ReadOnlySpan<T> values, T from, T to, Span<ulong> words)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words.Length, Bits.Words(values.Length));
        int whole = values.Length & ~63;                                    // rows in full words
        ref T head = ref MemoryMarshal.GetReference(values);
        Vector512<T> low = Vector512.Create(from);
        Vector512<T> high = Vector512.Create(to);
        for (int row = 0; row < whole; row += 64)
        {
            ulong word = 0;
            for (int lane = 0; lane < 64; lane += Vector512<T>.Count)       // 8 to 64 rows a vector, in row order
            {
                Vector512<T> value = Vector512.LoadUnsafe(ref head, (nuint)(row + lane));
                Vector512<T> within = Vector512.GreaterThanOrEqual(value, low) & Vector512.LessThanOrEqual(value, high);
                word |= within.ExtractMostSignificantBits() << lane;
            }

            words[row >> 6] = word;
        }

        Scalar(values[whole..], from, to, words[(whole >> 6)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide256<T>(ReadOnlySpan<T> values, T from, T to, Span<ulong> words)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words.Length, Bits.Words(values.Length));
        int whole = values.Length & ~63;
        ref T head = ref MemoryMarshal.GetReference(values);
        Vector256<T> low = Vector256.Create(from);
        Vector256<T> high = Vector256.Create(to);
        for (int row = 0; row < whole; row += 64)
        {
            ulong word = 0;
            for (int lane = 0; lane < 64; lane += Vector256<T>.Count)       // 4 to 32 rows a vector
            {
                Vector256<T> value = Vector256.LoadUnsafe(ref head, (nuint)(row + lane));
                Vector256<T> within = Vector256.GreaterThanOrEqual(value, low) & Vector256.LessThanOrEqual(value, high);
                word |= (ulong)within.ExtractMostSignificantBits() << lane;
            }

            words[row >> 6] = word;
        }

        Scalar(values[whole..], from, to, words[(whole >> 6)..]);
    }

    /// <summary>A value at a time: for the remainder, for processors without vectors, and to test against.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scalar<T>(ReadOnlySpan<T> values, T from, T to, Span<ulong> words)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        for (int start = 0; start < values.Length; start += 64)
        {
            ulong word = 0;
            int end = Math.Min(64, values.Length - start);
            for (int lane = 0; lane < end; lane++)
            {
                T value = values[start + lane];
                word |= value >= from && value <= to ? 1UL << lane : 0;
            }

            words[start >> 6] = word;
        }
    }
}
