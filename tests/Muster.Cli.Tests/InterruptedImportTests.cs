using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Muster.Cli.Tests;

/// <summary>Kills the real program in the middle of an import, as a power cut would.</summary>
public sealed class InterruptedImportTests : IDisposable
{
    private const int Rows = 200_000;
    private readonly CommandRunner _commands = new();

    public void Dispose() => _commands.Dispose();

    [Fact]
    public async Task AKilledImport_LeavesAStoreThatOpens_AndARerunCompletesIt()
    {
        StringBuilder csv = new("id,contact,amount,created_at\n");
        for (int i = 0; i < Rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"o{i},c{i % 1000},{i % 977}.25,2026-01-{(i % 28) + 1:00}\n");
        }

        string file = _commands.WriteFile("orders.csv", csv.ToString());
        string people = _commands.WriteFile("people.csv", "id\n" + string.Join('\n', Enumerable.Range(0, 1_000).Select(i => $"c{i}")) + "\n");
        await _commands.MustAsync("import", people, "--object", "contact");

        bool cut = false;
        foreach (int size in new[] { 100_000, 1_000_000, 4_000_000 })
        {
            cut |= await KillOnceGrownAsync(file, size);
            using JsonDocument partial = JsonDocument.Parse(await _commands.MustAsync("count", "at least 1 order", "--json"));
            Assert.Equal(1_000, partial.RootElement.GetProperty("total").GetInt64());
        }

        Assert.True(cut, "The program was too quick to be killed in mid-import even once: give it more rows.");
        CommandResult rerun = await _commands.RunAsync(["import", file, "--object", "order", "--json"]);
        using JsonDocument report = JsonDocument.Parse(rerun.Output);
        Assert.Equal(ExitCode.Done, rerun.Exit);
        Assert.Equal(Rows, report.RootElement.GetProperty("added").GetInt64() + report.RootElement.GetProperty("unchanged").GetInt64());
        Assert.Equal("1,000 of 1,000 contacts\n", await _commands.MustAsync("count", $"exactly {Rows / 1_000} orders"));
    }

    /// <summary>Starts the import, waits until the store has taken so many bytes, and kills it. False where it ended before.</summary>
    private async Task<bool> KillOnceGrownAsync(string file, long bytes)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "muster.exe" : "muster");
        using Process process = Process.Start(new ProcessStartInfo(program, ["import", file, "--object", "order", "--data", _commands.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        long before = StoreSize();
        while (!process.HasExited && StoreSize() - before < bytes)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        bool running = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return running;
    }

    private long StoreSize() => new DirectoryInfo(_commands.Data).EnumerateFiles().Sum(file => file.Length);
}
