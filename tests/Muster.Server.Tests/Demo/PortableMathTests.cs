using Muster.Server.Demo;

namespace Muster.Server.Tests.Demo;

public sealed class PortableMathTests
{
    [Fact]
    public void Exp_AgreesWithTheLibrary()
    {
        for (double x = -600; x < 600; x += 0.37)
        {
            Assert.InRange(PortableMath.Exp(x) / Math.Exp(x), 1 - 1e-12, 1 + 1e-12);
        }
    }

    [Fact]
    public void Log_AgreesWithTheLibrary()
    {
        for (double x = 1e-20; x < 1e20; x *= 1.37)
        {
            Assert.InRange(PortableMath.Log(x) - Math.Log(x), -1e-13, 1e-13);
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.841344746068543, 1)]
    [InlineData(0.0227501319481792, -2)]
    [InlineData(0.998650101968370, 3)]
    public void NormalQuantile_AndProbability_AreInverse(double probability, double deviation)
    {
        Assert.Equal(deviation, PortableMath.NormalQuantile(probability), 1e-7);
        Assert.Equal(probability, PortableMath.NormalProbability(deviation), 1e-7);
    }

    /// <summary>The first outputs of the published splitmix64.c from the state 1234567, as its users quote them.</summary>
    [Fact]
    public void SplitMix64_IsThePublishedOne()
    {
        SplitMix64 random = new(1_234_567);
        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    [Theory]
    [InlineData(0.7, 0.35)]
    [InlineData(0.05, 0.3)]
    [InlineData(1.5, 0.5)]
    public void CountDistribution_HasItsMean(double mean, double dispersion)
    {
        CountDistribution counts = new(mean, dispersion);
        SplitMix64 random = new(99);
        double sum = 0;
        for (int draw = 0; draw < 200_000; draw++)
        {
            sum += counts.AtRank(random.Normal());
        }

        Assert.InRange(sum / 200_000, mean * 0.95, mean * 1.05);
    }

    [Fact]
    public void WeightedChoice_DrawsByWeight()
    {
        WeightedChoice choice = new([1, 0, 2, 5]);
        SplitMix64 random = new(7);
        int[] counts = new int[4];
        for (int draw = 0; draw < 80_000; draw++)
        {
            counts[choice.Draw(ref random)]++;
        }

        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0], 9_500, 10_500);
        Assert.InRange(counts[2], 19_300, 20_700);
        Assert.InRange(counts[3], 49_000, 51_000);
    }
}
