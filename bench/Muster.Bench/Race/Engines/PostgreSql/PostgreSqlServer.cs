using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Muster.Bench.Race.Engines.PostgreSql;

/// <summary>A PostgreSQL server of its own, in a folder, reached through a socket there.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string User = "postgres";
    private const long Gigabyte = 1L << 30;

    private readonly Process _process;
    private readonly string _directory;

    private PostgreSqlServer(Process process, string directory) => (_process, _directory) = (process, directory);

    public int ProcessId => _process.Id;

    public string ConnectionString => $"Host={_directory};Username={User};Database=postgres;Command Timeout=0;Timezone=UTC";

    /// <summary>Sets up a server and starts it. Under root it runs as the user <c>postgres</c>, since PostgreSQL refuses to run as root.</summary>
    /// <param name="directory">An empty folder.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL 15 is not installed, or does not start.</exception>
    public static async Task<PostgreSqlServer> StartAsync(string directory)
    {
        if (!File.Exists(Path.Combine(Programs, "postgres")))
        {
            throw new InvalidOperationException($"There is no {Programs}/postgres. Install it with: apt-get install postgresql-15");
        }

        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", User, directory).ConfigureAwait(false);
        }

        await RunAsync(AsUser([Path.Combine(Programs, "initdb"), "-D", directory, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])).ConfigureAwait(false);
        string[] settings = [.. Settings().SelectMany(setting => new[] { "-c", setting })];
        Process process = Start(AsUser([Path.Combine(Programs, "postgres"), "-D", directory, "-k", directory, .. settings]));
        PostgreSqlServer server = new(process, directory);
        await server.WaitAsync().ConfigureAwait(false);
        return server;
    }

    /// <summary>Ends the server, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await RunAsync(AsUser([Path.Combine(Programs, "pg_ctl"), "stop", "-D", _directory, "-m", "immediate"])).ConfigureAwait(false);
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    /// <summary>What an administrator would set for a machine that the database has for itself: a quarter of memory for its cache, parallel queries on all cores.</summary>
    private static IEnumerable<string> Settings()
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        int cores = Environment.ProcessorCount;
        return
        [
            "listen_addresses=",
            string.Create(CultureInfo.InvariantCulture, $"shared_buffers={memory / 4 / 1024 / 1024}MB"),
            string.Create(CultureInfo.InvariantCulture, $"effective_cache_size={memory / 4 * 3 / 1024 / 1024}MB"),
            memory >= 16 * Gigabyte ? "work_mem=256MB" : "work_mem=64MB",
            memory >= 16 * Gigabyte ? "maintenance_work_mem=1GB" : "maintenance_work_mem=256MB",
            "random_page_cost=1.1",
            "effective_io_concurrency=200",
            string.Create(CultureInfo.InvariantCulture, $"max_worker_processes={Math.Max(8, 2 * cores)}"),
            string.Create(CultureInfo.InvariantCulture, $"max_parallel_workers={cores}"),
            string.Create(CultureInfo.InvariantCulture, $"max_parallel_workers_per_gather={cores}"),
            string.Create(CultureInfo.InvariantCulture, $"max_parallel_maintenance_workers={cores}"),
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_wal_size=8GB",
            "checkpoint_timeout=30min",
            "log_min_messages=panic",
            "log_min_error_statement=panic",
        ];
    }

    private async Task WaitAsync()
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(60));
        await using NpgsqlConnection connection = new(ConnectionString + ";Pooling=false");
        while (true)
        {
            try
            {
                await connection.OpenAsync(late.Token).ConfigureAwait(false);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited && !late.IsCancellationRequested)
            {
                // Not up yet.
                await Task.Delay(50, late.Token).ConfigureAwait(false);
            }
        }
    }

    private static string[] AsUser(string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "--", .. command] : command;

    private static Process Start(string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is { Length: > 0 } text ? text + "\n" : "");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{command[0]} cannot be started: {missing.Message}", missing);
        }
    }

    private static async Task RunAsync(params string[] command)
    {
        using Process process = Start(command);
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
        }
    }
}
