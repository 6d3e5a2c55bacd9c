using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Muster.Engine.Kernels;

/// <summary>Finds a run of bytes in a text, by two of its bytes that the text seldom has at that distance, told from a sample of the text.</summary>
/// <remarks>Thread-safe: reads only. Cost: near the bandwidth of memory where the two bytes seldom meet; making one costs some microseconds.</remarks>
internal readonly ref struct SubstringKernel
{
    private const int SampleBytes = 2_048;

    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<byte> _sought;
    private readonly int _first;
    private readonly int _second;

    /// <param name="text">Where to look.</param>
    /// <param name="sought">At least a byte.</param>
    public SubstringKernel(ReadOnlySpan<byte> text, ReadOnlySpan<byte> sought)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sought.Length);
        _text = text;
        _sought = sought;
        ReadOnlySpan<byte> sample = text[..Math.Min(text.Length, SampleBytes)];
        int[] counts = new int[sought.Length];
        for (int i = 0; i < sought.Length; i++)
        {
            counts[i] = sample.Count(sought[i]);
        }

        _first = Rarest(counts, except: -1);
        Array.Clear(counts);
        for (int at = sample.IndexOf(sought[_first]); at >= 0;)
        {
            for (int i = 0; i < sought.Length; i++)
            {
                int place = at + i - _first;
                counts[i] += place >= 0 && place < sample.Length && sample[place] == sought[i] ? 1 : 0;
            }

            int next = sample[(at + 1)..].IndexOf(sought[_first]);
            at = next < 0 ? -1 : at + 1 + next;
        }

        _second = Rarest(counts, except: _first);
    }

    /// <summary>Whether the vector kernel is in use.</summary>
    public static bool IsWide => Vector256.IsHardwareAccelerated;

    /// <summary>The first place from <paramref name="from"/> on where the bytes are, or -1.</summary>
    public int Next(int from)
    {
        if (!Vector256.IsHardwareAccelerated || _sought.Length == 1)
        {
            return Scalar(from);
        }

        return Wide256(from);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Wide256(int from)
    {
        Vector256<byte> first = Vector256.Create(_sought[_first]);
        Vector256<byte> second = Vector256.Create(_sought[_second]);
        ref byte head = ref MemoryMarshal.GetReference(_text);

        // A vector covers 32 places to begin at; from each, the whole run has to be within the text.
        int last = _text.Length - _sought.Length - Vector256<byte>.Count + 1;
        int at = from;
        for (; at <= last; at += Vector256<byte>.Count)
        {
            uint places = (Vector256.Equals(Vector256.LoadUnsafe(ref head, (nuint)(at + _first)), first)
                & Vector256.Equals(Vector256.LoadUnsafe(ref head, (nuint)(at + _second)), second)).ExtractMostSignificantBits();
            for (; places != 0; places &= places - 1)
            {
                int place = at + System.Numerics.BitOperations.TrailingZeroCount(places);
                if (_text.Slice(place, _sought.Length).SequenceEqual(_sought))
                {
                    return place;
                }
            }
        }

        return Scalar(at);
    }

    private int Scalar(int from) => _text[from..].IndexOf(_sought) is var found and >= 0 ? from + found : -1;

    private static int Rarest(int[] counts, int except)
    {
        int rarest = except == 0 ? counts.Length - 1 : 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (i != except && counts[i] < counts[rarest])
            {
                rarest = i;
            }
        }

        return rarest;
    }
}
