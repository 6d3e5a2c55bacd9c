using System.Diagnostics;

namespace Muster.Bench.Race.Engines.ClickHouse;

/// <summary>The npm package that ClickHouse comes in: <c>bench/clickhouse</c>, installed when it is first needed (130 MB to fetch, 560 MB on disk).</summary>
internal static class ClickHousePackage
{
    /// <summary>The library, wherever under the repository the bench was built.</summary>
    public static string LibraryPath => Path.Combine(Folder(), "node_modules/@chdb/lib-linux-x64-gnu/libchdb.so");

    /// <summary>Installs the package as its lock file says, where it is not there yet.</summary>
    /// <exception cref="InvalidOperationException">npm is missing or fails.</exception>
    public static async Task InstallAsync()
    {
        if (File.Exists(LibraryPath))
        {
            return;
        }

        ProcessStartInfo start = new("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder(), RedirectStandardOutput = true };
        try
        {
            using Process npm = Process.Start(start)!;
            await npm.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
            await npm.WaitForExitAsync().ConfigureAwait(false);
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm ci in {Folder()} ended with {npm.ExitCode}.");
            }
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("ClickHouse comes from npm, which is not installed. Install Node.js, or leave clickhouse out of --engines.", missing);
        }
    }

    private static string Folder()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "clickhouse/package.json")))
            {
                return Path.Combine(directory, "clickhouse");
            }
        }

        throw new InvalidOperationException("bench/clickhouse is not above the bench's folder.");
    }
}
