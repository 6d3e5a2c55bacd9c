using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Muster.Engine.Kernels;

namespace Muster.Engine.Tests.Kernels;

public class KernelTests
{
    private const string WithoutVectors = "MUSTER_TESTS_WITHOUT_VECTORS";

    public static TheoryData<int> Lengths => [0, 1, 3, 4, 31, 32, 63, 64, 65, 127, 128, 65_535, 65_536, 65_537];

    [Theory, MemberData(nameof(Lengths))]
    public void Range_AgreesWithScalar_ForEveryWidth(int length)
    {
        Check<byte>(length, 3, 200);
        Check<ushort>(length, 3, 40_000);
        Check<int>(length, -5, 5);
        Check<long>(length, long.MinValue, 0);
        Check<double>(length, -0.5, double.PositiveInfinity);
        Check<int>(length, 5, -5);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void EveryCodeKernel_AgreesWithTheSet(int length)
    {
        byte[] codes = Random<byte>(length, seed: length);
        foreach (int words in (int[])[1, 2, 3, 4])
        {
            ulong[] set = Random<ulong>(words, seed: words);
            byte[] known = [.. codes.Select(code => (byte)(code % (words * 64)))];
            foreach ((string name, CodeKernel.Scan run) in CodeKernel.Available())
            {
                ulong[] marked = Dirty(length);
                run(known, set, marked);
                for (int i = 0; i < length; i++)
                {
                    Assert.True(Bits.Get(set, known[i]) == Bits.Get(marked, i), $"{name}, row {i} of {length}, {words} words");
                }

                Assert.Equal(Bits.Count(marked), known.Count(code => Bits.Get(set, code)));
            }
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Substrings_AreFoundWhereTheyAre(int length)
    {
        Random random = new(length);
        byte[] text = new byte[Math.Min(length, 5_000)];
        foreach (int letters in (int[])[2, 5])
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (byte)('a' + random.Next(letters));
            }

            for (int step = 0; step < 40; step++)
            {
                int start = random.Next(text.Length + 1);
                byte[] sought = [.. text.AsSpan(start, Math.Min(text.Length - start, random.Next(1, 40)))];
                sought = sought.Length == 0 ? [(byte)'b', (byte)'a'] : sought;
                SubstringKernel kernel = new(text, sought);
                int from = 0;
                while (true)
                {
                    int expected = text.AsSpan(from).IndexOf(sought) is var found and >= 0 ? from + found : -1;
                    Assert.Equal(expected, kernel.Next(from));
                    if (expected < 0)
                    {
                        break;
                    }

                    from = expected + 1;
                }
            }
        }
    }

    [Fact]
    public void TheKernelsOfThisProcessor_AreRun()
    {
        string[] ranges = [.. RangeKernel.Available<int>().Select(kernel => kernel.Name)];
        string[] codes = [.. CodeKernel.Available().Select(kernel => kernel.Name)];
        bool wide = Avx2.IsSupported;
        Assert.Equal(Environment.GetEnvironmentVariable(WithoutVectors) is null && System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated, ranges.Contains("Wide256"));
        Assert.Equal(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated, ranges.Contains("Wide512"));
        Assert.Equal(wide, codes.Contains("Shuffle256"));
        Assert.Equal("Scalar", ranges[^1]);
        Assert.Equal("Scalar", codes[^1]);
        if (Environment.GetEnvironmentVariable(WithoutVectors) is not null)
        {
            Assert.False(wide);
            Assert.Equal(["Scalar"], ranges);
            Assert.Equal(["Scalar"], codes);
            Assert.False(SubstringKernel.IsWide);
        }
    }

    [Fact]
    public async Task AllOfThese_HoldWithoutVectors()
    {
        if (Environment.GetEnvironmentVariable(WithoutVectors) is not null || !Avx2.IsSupported)
        {
            return;
        }

        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string program = Path.ChangeExtension(typeof(KernelTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        using Process child = new()
        {
            StartInfo = new(program, ["--filter-class", typeof(KernelTests).FullName!])
            {
                RedirectStandardOutput = true,
                Environment = { ["DOTNET_EnableAVX2"] = "0", [WithoutVectors] = "1" },
            },
        };
        child.Start();
        string output = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        Assert.True(child.ExitCode == 0, output);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Codes_AgreeWithTheSet(int length)
    {
        ushort[] codes = Random<ushort>(length, seed: length);
        ulong[] set = Random<ulong>(1_024, seed: 7);
        ulong[] words = Dirty(length);
        CodeKernel.In<ushort>(codes, set, words);

        for (int i = 0; i < length; i++)
        {
            Assert.Equal(Bits.Get(set, codes[i]), Bits.Get(words, i));
        }

        Assert.Equal(Bits.Count(words), codes.Count(code => Bits.Get(set, code)));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Algebra_AgreesWithBits(int length)
    {
        ulong[] left = Random<ulong>(Bits.Words(length), seed: 1);
        ulong[] right = Random<ulong>(Bits.Words(length), seed: 2);
        Same(left, right, Bits.And, (l, r) => l & r);
        Same(left, right, Bits.Or, (l, r) => l | r);
        Same(left, right, Bits.AndNot, (l, r) => l & ~r);
        Same(left, right, Bits.Complement, (l, r) => r & ~l);

        ulong[] filled = Dirty(length);
        Bits.Fill(filled, length);
        Assert.Equal(length, Bits.Count(filled));
        Assert.Equal(length == 0, Bits.IsEmpty(filled));

        List<int> walked = [];
        foreach (int bit in Bits.Of(left))
        {
            walked.Add(bit);
        }

        Assert.Equal(Enumerable.Range(0, left.Length * 64).Where(bit => Bits.Get(left, bit)), walked);
    }

    private delegate void Operation(Span<ulong> into, ReadOnlySpan<ulong> other);

    private static void Same(ulong[] left, ulong[] right, Operation operation, Func<ulong, ulong, ulong> expected)
    {
        ulong[] result = [.. left];
        operation(result, right);
        Assert.Equal(left.Zip(right, expected), result);
    }

    private static void Check<T>(int length, T from, T to)
        where T : unmanaged, INumber<T>
    {
        T[] values = Random<T>(length, seed: length + 1);
        for (int i = 0; i < length; i += 5)
        {
            values[i] = i % 2 == 0 ? from : to;
        }

        ulong[] slow = Dirty(length);
        RangeKernel.Scalar(values, from, to, slow);
        foreach ((string name, RangeKernel.Scan<T> run) in RangeKernel.Available<T>())
        {
            ulong[] fast = Dirty(length);
            run(values, from, to, fast);
            Assert.True(slow.SequenceEqual(fast), $"{name} of {typeof(T).Name}, {length} values");
        }

        Assert.Equal(values.Count(value => value >= from && value <= to), Bits.Count(slow));
    }

    private static T[] Random<T>(int length, int seed)
        where T : unmanaged
    {
        T[] values = new T[length];
        new Random(seed).NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static ulong[] Dirty(int bits)
    {
        ulong[] words = new ulong[Bits.Words(bits)];
        Array.Fill(words, 0xDEAD_BEEF_DEAD_BEEF);
        return words;
    }
}
