namespace Muster.Server.Demo;

/// <summary>Draws 0 … n-1 with given weights, in constant time. Immutable.</summary>
/// <remarks>Source: Walker's alias method, built as in Vose, "A linear algorithm for generating random numbers with a given distribution", 1991.</remarks>
internal sealed class WeightedChoice
{
    private readonly double[] _keep;
    private readonly int[] _alias;

    public WeightedChoice(IEnumerable<double> weights)
    {
        double[] given = [.. weights];
        double total = 0;
        foreach (double weight in given)
        {
            total += weight;
        }

        _keep = [.. given.Select(weight => weight * given.Length / total)];
        _alias = new int[given.Length];
        Stack<int> small = new();
        Stack<int> large = new();
        for (int index = 0; index < _keep.Length; index++)
        {
            (_keep[index] < 1 ? small : large).Push(index);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            int poor = small.Pop();
            int rich = large.Pop();
            _alias[poor] = rich;
            _keep[rich] -= 1 - _keep[poor];
            (_keep[rich] < 1 ? small : large).Push(rich);
        }

        // What rounding leaves over keeps all of its own column.
        foreach (int rest in small.Concat(large))
        {
            _keep[rest] = 1;
        }
    }

    /// <summary>Weights 1 / (rank + <paramref name="shift"/>), rank from 1: Zipf's law for a shift of 0, flatter at the head for more.</summary>
    public static WeightedChoice Zipf(int count, double shift = 0) => new(Enumerable.Range(1, count).Select(rank => 1 / (rank + shift)));

    public int Draw(ref SplitMix64 random)
    {
        double scaled = random.Uniform() * _keep.Length;
        int column = Math.Min((int)scaled, _keep.Length - 1);
        return scaled - column < _keep[column] ? column : _alias[column];
    }
}

/// <summary>
/// How many: negative binomial, the counts of things that people do at rates which themselves vary (Poisson over a gamma of shape <c>dispersion</c>).
/// Most have none, a few have many. Immutable.
/// </summary>
internal sealed class CountDistribution
{
    /// <summary>Counts above it are as good as impossible for the means that the demo has.</summary>
    public const int Max = 200;

    private readonly double[] _upTo;

    public CountDistribution(double mean, double dispersion)
    {
        double ratio = mean / (dispersion + mean);
        double share = PortableMath.Exp(dispersion * PortableMath.Log(1 - ratio));
        double sum = 0;
        List<double> upTo = [];
        for (int count = 0; count < Max && sum < 1 - 1e-9; count++)
        {
            sum += share;
            upTo.Add(sum);
            share *= ratio * (count + dispersion) / (count + 1);
        }

        _upTo = [.. upTo];
    }

    /// <summary>The count at a standard normal rank: one rank that several counts share makes them go together.</summary>
    public int AtRank(double rank)
    {
        double below = PortableMath.NormalProbability(rank);
        int count = 0;
        while (count < _upTo.Length && _upTo[count] <= below)
        {
            count++;
        }

        return count;
    }
}
