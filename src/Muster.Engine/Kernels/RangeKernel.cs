using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Muster.Engine.Kernels;

/// <summary>Marks the values that lie within a range, ends included. Writes every word that the values cover; bits past the last value are 0.</summary>
internal static class RangeKernel
{
    public static void Within<T>(ReadOnlySpan<T> values, T from, T to, Span<ulong> words)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words.Length, Bits.Words(values.Length));
        int row = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            int whole = values.Length & ~63;
            ref T head = ref MemoryMarshal.GetReference(values);
            Vector256<T> low = Vector256.Create(from);
            Vector256<T> high = Vector256.Create(to);
            for (; row < whole; row += 64)
            {
                ulong word = 0;
                for (int lane = 0; lane < 64; lane += Vector256<T>.Count)
                {
                    Vector256<T> value = Vector256.LoadUnsafe(ref head, (nuint)(row + lane));
                    Vector256<T> within = Vector256.GreaterThanOrEqual(value, low) & Vector256.LessThanOrEqual(value, high);
                    word |= (ulong)within.ExtractMostSignificantBits() << lane;
                }

                words[row >> 6] = word;
            }
        }

        Scalar(values[row..], from, to, words[(row >> 6)..]);
    }

    /// <summary>The same, a value at a time: for the remainder, and to test against.</summary>
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
