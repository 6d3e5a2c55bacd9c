using System.Text;

namespace Muster.Cli.Tests;

/// <summary>Runs commands as the program does, in this process, in a data directory of its own.</summary>
public sealed class CommandRunner : IDisposable
{
    public CommandRunner() => Directory.CreateDirectory(Root);

    /// <summary>A folder that goes away with the test.</summary>
    public string Root { get; } = Path.Combine(Path.GetTempPath(), "muster-cli-" + Guid.NewGuid().ToString("N"));

    public string Data => Path.Combine(Root, "data");

    internal async Task<CommandResult> RunAsync(string[] args, string input = "")
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter messages = new() { NewLine = "\n" };
        Terminal terminal = new()
        {
            Output = output,
            Messages = messages,
            Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Environment = name => name == "MUSTER_DATA" ? Data : null,
        };
        int exit = await MusterProgram.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return new(exit, output.ToString(), messages.ToString());
    }

    /// <summary>Runs a command that has to succeed.</summary>
    internal async Task<string> MustAsync(params string[] args)
    {
        CommandResult result = await RunAsync(args);
        Assert.True(result.Exit == ExitCode.Done, $"muster {string.Join(' ', args)}\nexit {result.Exit}\n{result.Output}\n{result.Messages}");
        return result.Output;
    }

    public string WriteFile(string name, string content)
    {
        string path = Path.Combine(Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

internal readonly record struct CommandResult(int Exit, string Output, string Messages);
