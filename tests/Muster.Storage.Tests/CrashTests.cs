using System.Diagnostics;
using System.Globalization;
using Muster.Storage.Records;
using Muster.Storage.Sqlite;
using static Muster.Storage.Tests.TestStore;

namespace Muster.Storage.Tests;

public class CrashTests
{
    private static readonly string Child = Path.Combine(AppContext.BaseDirectory, "Muster.Storage.Crash.dll");

    /// <summary>Kills a process that writes, with a signal it cannot catch, at random times: what it acknowledged is there, and no batch is there in part.</summary>
    [Fact]
    public async Task AKilledWriter_LosesNothingItAcknowledgedAndLeavesNothingHalf()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        await using TestStore test = new();
        await test.Store.DisposeAsync();
        int acknowledged = 0;
        for (int round = 1; round <= 10; round++)
        {
            acknowledged = await WriteUntilKilled(test.Directory, acknowledged + 1, random.Next(1, 250)) ?? acknowledged;

            await test.ReopenAsync();
            Assert.True(test.Query("PRAGMA integrity_check") is ["ok"], $"seed {seed}, round {round}");
            int last = Check(test.Store, $"seed {seed}, round {round}");
            Assert.True(last >= acknowledged, $"seed {seed}, round {round}: batch {acknowledged} was acknowledged, {last} is the last there is");
            Assert.Equal(test.Store.ReadAll("contact").Count(), (await test.Store.CountAsync(Token))["contact"]);

            // The lock of the killed process is gone: the next writer gets in.
            await test.WriteAsync(last, Merge("lead", "survivor", $"{{\"lead_score\":{round}}}"));
            acknowledged = last;
            await test.Store.DisposeAsync();
        }

        Assert.True(acknowledged > 10, $"seed {seed}: only {acknowledged} batches were written in all");
        await test.ReopenAsync();
    }

    /// <returns>The last batch that is there, all of it; those before are there too.</returns>
    private static int Check(SqliteRecordStore store, string because)
    {
        string? counter = store.ReadAll("company").Select(record => Text(record)).SingleOrDefault();
        int last = counter is null ? 0 : int.Parse(counter.AsSpan(8, counter.Length - 9), CultureInfo.InvariantCulture);
        string[] expected = [.. Enumerable.Range(1, last).SelectMany(batch => Enumerable.Range(0, 50 + (batch % 7 * 100)).Select(row => $"{batch}-{row}"))];
        Assert.True(expected.SequenceEqual(store.ReadAll("contact").Select(record => record.Id)), because);
        Assert.True(expected.SequenceEqual(store.ReadAll("event").Select(record => record.Id)), because);
        return last;
    }

    /// <returns>The last batch that the process acknowledged, or null.</returns>
    private static async Task<int?> WriteUntilKilled(string directory, int firstBatch, int milliseconds)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Child, directory, firstBatch.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Token));
            Assert.Throws<StoreInUseException>(() => SqliteRecordStore.Open(directory, new() { Write = true }));
            await Task.Delay(milliseconds, Token);
        }
        finally
        {
            process.Kill();
        }

        // What it said before it died is still in the pipe; the last line may be cut off.
        string[] lines = (await process.StandardOutput.ReadToEndAsync(Token)).Split('\n');
        await process.WaitForExitAsync(Token);
        return lines.Length > 1 ? int.Parse(lines[^2], CultureInfo.InvariantCulture) : null;
    }
}
