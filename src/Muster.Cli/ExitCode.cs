namespace Muster.Cli;

/// <summary>What the program's exit says.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed: the store, a file or the machine did not do what was asked.</summary>
    public const int Failed = 1;

    /// <summary>The command or its rule is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Done, but some rows were refused.</summary>
    public const int SomeRefused = 3;
}

/// <summary>Ends a command with a message for people.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CommandException Usage(string message) => new(Cli.ExitCode.Usage, message);

    public static CommandException Failed(string message) => new(Cli.ExitCode.Failed, message);
}
