namespace Muster.Cli.Tests;

/// <summary>The real data beside the repository; tests that need it are skipped where it is absent, but not in CI.</summary>
internal static class SharedData
{
    public static string Find(string name)
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            string path = Path.Combine(directory, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, $"There is no shared/data/{name} beside the repository.");
        throw new InvalidOperationException($"In CI, shared/data/{name} has to be beside the repository.");
    }
}
