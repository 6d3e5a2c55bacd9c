using System.Numerics;

namespace Muster.Engine.Kernels;

/// <summary>Marks the codes that are in a set, given as a bitmap over codes. Writes every word that the codes cover; bits past the last are 0.</summary>
internal static class CodeKernel
{
    public static void In<T>(ReadOnlySpan<T> codes, ReadOnlySpan<ulong> set, Span<ulong> words)
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
