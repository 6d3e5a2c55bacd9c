using System.Globalization;

namespace Muster.TestKit;

/// <summary>
/// Runs a random test as many small rounds, each with a seed of its own that a failure names. The seeds are the same on every run;
/// the environment repeats or deepens: <c>MUSTER_SEED</c> is the first seed (one round, unless told otherwise), <c>MUSTER_ROUNDS</c> the number of rounds.
/// </summary>
public static class Seeded
{
    private const int FirstSeed = 1;

    /// <summary>Runs rounds one after another.</summary>
    /// <param name="rounds">How many, where the environment does not say.</param>
    /// <param name="round">One round; all that is random in it comes from what it is given.</param>
    /// <exception cref="SeededException">A round failed.</exception>
    public static async Task RunAsync(int rounds, Func<Random, Task> round)
    {
        int? seed = Read("MUSTER_SEED");
        int first = seed ?? FirstSeed;
        int count = Read("MUSTER_ROUNDS") ?? (seed is null ? rounds : 1);
        for (int i = 0; i < count; i++)
        {
            try
            {
                await round(new Random(first + i));
            }
            catch (Exception exception)
            {
                throw new SeededException(first + i, exception);
            }
        }
    }

    /// <summary>Runs rounds one after another.</summary>
    /// <param name="rounds">How many, where the environment does not say.</param>
    /// <param name="round">One round; all that is random in it comes from what it is given.</param>
    /// <exception cref="SeededException">A round failed.</exception>
    public static void Run(int rounds, Action<Random> round) => RunAsync(rounds, random =>
    {
        round(random);
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private static int? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : null;
}

/// <summary>A round of a random test failed; the message says how to run it again.</summary>
public sealed class SeededException(int seed, Exception inner)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"With seed {seed} (MUSTER_SEED={seed} repeats it): {inner.Message}"), inner);

/// <summary>Choices that generators make.</summary>
internal static class Choices
{
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>Some of them, at least one where there is one, in random order.</summary>
    public static T[] Some<T>(this Random random, IReadOnlyList<T> from, int atMost)
    {
        T[] all = [.. from];
        random.Shuffle(all);
        return all[..Math.Min(all.Length, random.Next(1, atMost + 1))];
    }
}
