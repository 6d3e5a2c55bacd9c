using System.Text;

namespace Muster.Cli.Output;

/// <summary>The file of refused rows: put in place of an older one even where nothing was refused, so that a stale one is never taken for new.</summary>
internal sealed class RefusedRowsFile : IAsyncDisposable
{
    private RefusedRowsFile(Stream file) => Writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    public TextWriter Writer { get; }

    /// <summary>Makes the file.</summary>
    /// <exception cref="CommandException">It cannot be made, or it is the one that is open for import, whatever the name or link it goes by.</exception>
    public static RefusedRowsFile Create(string path)
    {
        try
        {
            // Nobody else may have it open. That is how a file that is being imported is told, and it is not emptied before that is known.
            return new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = failure switch
            {
                _ when Directory.Exists(path) => "it is a directory",
                DirectoryNotFoundException => "its directory does not exist",
                UnauthorizedAccessException => "this user may not write to it",
                IOException when File.Exists(path) => "it is the file that is imported, or another program has it open",
                _ => failure.Message,
            };
            throw CommandException.Usage($"The refused rows cannot be written to \"{path}\": {reason}. Name another file with --errors.");
        }
    }

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
