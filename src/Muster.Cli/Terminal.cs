namespace Muster.Cli;

/// <summary>Where the program reads and writes: results to <see cref="Output"/>, progress and messages to <see cref="Messages"/>.</summary>
internal sealed class Terminal
{
    public required TextWriter Output { get; init; }

    public required TextWriter Messages { get; init; }

    /// <summary>Standard input, as bytes.</summary>
    public required Func<Stream> Input { get; init; }

    /// <summary>Whether messages are read by a person now, so that a progress bar makes sense.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether results go to a terminal that shows colour.</summary>
    public bool HasColour { get; init; }

    /// <summary>The width of tables, in characters.</summary>
    public int Width { get; init; } = 120;

    /// <summary>What the environment says, such as <c>MUSTER_DATA</c>.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The terminal that the process has. UTF-8 whatever the locale, and lines end in a line feed.</summary>
    public static Terminal OfProcess()
    {
        System.Text.UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        return new()
        {
            Output = new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 16_384) { NewLine = "\n" },
            Messages = new StreamWriter(Console.OpenStandardError(), utf8, bufferSize: 256) { AutoFlush = true, NewLine = "\n" },
            Input = Console.OpenStandardInput,
            IsInteractive = !Console.IsErrorRedirected,
            HasColour = !Console.IsOutputRedirected && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR")),
            Width = Console.IsOutputRedirected ? 120 : Math.Max(40, Console.WindowWidth),
        };
    }
}
