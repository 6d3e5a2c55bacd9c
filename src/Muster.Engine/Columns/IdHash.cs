using System.Numerics;
using System.Runtime.InteropServices;

namespace Muster.Engine.Columns;

/// <summary>A fast 64-bit hash of ids and texts, seeded once a process so that ids cannot be chosen to collide.</summary>
internal static class IdHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;
    private static readonly ulong Seed = unchecked((ulong)Random.Shared.NextInt64()) | 1;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Seed ^ ((ulong)bytes.Length * Prime);
        ReadOnlySpan<byte> rest = bytes;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(rest));
        }

        ulong last = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        return Mix(Mix(hash ^ last) ^ Prime);
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value, Prime ^ Seed, out ulong low);
        return high ^ low ^ BitOperations.RotateLeft(value, 29);
    }
}
