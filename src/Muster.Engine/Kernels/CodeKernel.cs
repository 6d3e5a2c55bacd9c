using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Muster.Engine.Kernels;

/// <summary>Marks the codes that are in a set, given as a bitmap over codes. Writes every word that the codes cover; bits past the last are 0.</summary>
/// <remarks>Codes of one byte are looked up in a register; wider ones would need gathers, which are no faster than loads one by one.</remarks>
internal static class CodeKernel
{
    private const int SetWords = 4;

    public delegate void Scan(ReadOnlySpan<byte> codes, ReadOnlySpan<ulong> set, Span<ulong> words);

    /// <summary>The kernels for codes of one byte that this processor can run, the one in use first.</summary>
    public static IReadOnlyList<(string Name, Scan Run)> Available() =>
        Avx2.IsSupported ? [(nameof(Shuffle256), Shuffle256), ("Scalar", Scalar)] : [("Scalar", Scalar)];

    public static void In<T>(ReadOnlySpan<T> codes, ReadOnlySpan<ulong> set, Span<ulong> words)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (typeof(T) == typeof(byte) && Avx2.IsSupported)
        {
            Shuffle256(MemoryMarshal.AsBytes(codes), set, words);
        }
        else
        {
            Scalar(codes, set, words);
        }
    }

    /// <summary>The set, 256 bits, lies in two registers of 16 bytes each; a code's upper 5 bits choose the byte, its lower 3 the bit.</summary>
    /// <remarks>A code past the end of the set is not in it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shuffle256(ReadOnlySpan<byte> codes, ReadOnlySpan<ulong> set, Span<ulong> words)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words.Length, Bits.Words(codes.Length));
        Span<ulong> padded = stackalloc ulong[SetWords];
        padded.Clear();
        set[..Math.Min(set.Length, SetWords)].CopyTo(padded);
        Vector128<byte> lower = Vector128.Create(padded[0], padded[1]).AsByte();
        Vector128<byte> upper = Vector128.Create(padded[2], padded[3]).AsByte();
        Vector256<byte> low = Vector256.Create(lower, lower);               // a shuffle looks up within each half
        Vector256<byte> high = Vector256.Create(upper, upper);
        Vector256<byte> bits = Vector256.Create(0x8040_2010_0804_0201).AsByte();
        Vector256<byte> place = Vector256.Create((byte)0x1F);
        Vector256<byte> bit = Vector256.Create((byte)7);
        int whole = codes.Length & ~63;                                     // rows in full words
        ref byte head = ref MemoryMarshal.GetReference(codes);
        for (int row = 0; row < whole; row += 64)
        {
            ulong word = 0;
            for (int lane = 0; lane < 64; lane += Vector256<byte>.Count)
            {
                Vector256<byte> code = Vector256.LoadUnsafe(ref head, (nuint)(row + lane));
                Vector256<byte> index = Vector256.ShiftRightLogical(code.AsUInt16(), 3).AsByte() & place;
                Vector256<byte> inUpper = Vector256.GreaterThan(index.AsSByte(), Vector256.Create((sbyte)15)).AsByte();
                Vector256<byte> bytes = Vector256.ConditionalSelect(inUpper, Avx2.Shuffle(high, index), Avx2.Shuffle(low, index));
                Vector256<byte> sought = Avx2.Shuffle(bits, code & bit);
                word |= (ulong)Vector256.Equals(bytes & sought, sought).ExtractMostSignificantBits() << lane;
            }

            words[row >> 6] = word;
        }

        Scalar(codes[whole..], padded, words[(whole >> 6)..]);
    }

    /// <summary>A code at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scalar<T>(ReadOnlySpan<T> codes, ReadOnlySpan<ulong> set, Span<ulong> words)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int start = 0; start < codes.Length; start += 64)
        {
            ulong word = 0;
            int end = Math.Min(64, codes.Length - start);
            for (int lane = 0; lane < end; lane++)
            {
                int code = int.CreateTruncating(codes[start + lane]);
                word |= (set[code >> 6] >> code & 1) << lane;
            }

            words[start >> 6] = word;
        }
    }
}
