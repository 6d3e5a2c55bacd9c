using System.Diagnostics;
using System.Text.Json;

namespace Muster.Bench.Race.Children;

/// <summary>An engine in a process of its own, as the race sees it: this program, started once more.</summary>
/// <remarks>Each engine has the machine and its memory to itself, and none has the garbage of another.</remarks>
internal sealed class EngineProcess : IAsyncDisposable
{
    /// <summary>The command that this program is started with.</summary>
    public const string Command = "race-engine";

    private readonly Process _process;
    private readonly string _name;

    private EngineProcess(Process process, string name) => (_process, _name) = (process, name);

    /// <summary>Starts an engine and has it load.</summary>
    /// <param name="name">Its name on the command line.</param>
    /// <param name="data">The folder of the data.</param>
    /// <param name="directory">An empty folder for its files.</param>
    /// <exception cref="RaceException">It does not.</exception>
    public static async Task<(EngineProcess Process, EngineLoad Load)> StartAsync(string name, string data, string directory)
    {
        string[] arguments = [Command, name, data, directory];
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo start = new(program, isHost ? [Path.Combine(AppContext.BaseDirectory, "Muster.Bench.dll"), .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        EngineProcess process = new(Process.Start(start)!, name);
        try
        {
            return (process, (await process.ReadAsync().ConfigureAwait(false)).Load!);
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a rule.</summary>
    /// <exception cref="RaceException">It fails, or counts differently from one run to the next.</exception>
    public async Task<EngineRun> RunAsync(int rule, TimeSpan limit) => (await AskAsync(new(rule, limit.TotalSeconds)).ConfigureAwait(false)).Run!;

    /// <summary>What it takes by now.</summary>
    public async Task<EngineSize> MeasureAsync() => (await AskAsync(new(Rule: null, LimitSeconds: 0)).ConfigureAwait(false)).Size!;

    /// <summary>Ends it, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<EngineAnswer> AskAsync(EngineRequest request)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, EngineJson.Default.EngineRequest)).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync().ConfigureAwait(false);
        return await ReadAsync().ConfigureAwait(false);
    }

    private async Task<EngineAnswer> ReadAsync()
    {
        string line = await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? throw new RaceException($"The process of {_name} ended.");
        EngineAnswer answer = JsonSerializer.Deserialize(line, EngineJson.Default.EngineAnswer)!;
        return answer.Error is null ? answer : throw new RaceException($"{_name}: {answer.Error}");
    }
}

/// <summary>What ends a race, for people.</summary>
internal sealed class RaceException(string message) : Exception(message);
