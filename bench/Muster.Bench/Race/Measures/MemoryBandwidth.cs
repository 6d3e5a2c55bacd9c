using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Muster.Bench.Race.Measures;

/// <summary>How fast this machine reads memory, on all cores: no rule is answered faster than its columns can be read.</summary>
internal static class MemoryBandwidth
{
    private const int Numbers = 64 * 1024 * 1024;                           // 512 MB, beyond any cache
    private const int Runs = 9;

    /// <returns>Bytes a second: the median of nine sums over 512 MB.</returns>
    public static double Measure()
    {
        long[] numbers = new long[Numbers];
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(numbers.AsSpan()));
        int part = Numbers / Environment.ProcessorCount;
        long[] sums = new long[Environment.ProcessorCount];
        double[] seconds = new double[Runs];
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Parallel.For(0, sums.Length, core => sums[core] = Sum(numbers.AsSpan(core * part, part)));
            seconds[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        GC.KeepAlive(sums);
        return (double)part * sums.Length * sizeof(long) / seconds.Order().ElementAt(Runs / 2);
    }

    private static long Sum(ReadOnlySpan<long> numbers)
    {
        // Four sums side by side, so that additions do not wait for one another.
        ReadOnlySpan<Vector256<long>> vectors = MemoryMarshal.Cast<long, Vector256<long>>(numbers);
        Vector256<long> first = default, second = default, third = default, fourth = default;
        int at = 0;
        for (; at + 4 <= vectors.Length; at += 4)
        {
            first += vectors[at];
            second += vectors[at + 1];
            third += vectors[at + 2];
            fourth += vectors[at + 3];
        }

        long sum = Vector256.Sum(first + second + third + fourth);
        foreach (long number in numbers[(at * Vector256<long>.Count)..])
        {
            sum += number;
        }

        return sum;
    }
}
