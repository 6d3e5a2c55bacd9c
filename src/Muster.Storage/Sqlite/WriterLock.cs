using Muster.Storage.Records;

namespace Muster.Storage.Sqlite;

/// <summary>The right to write to a data directory, held by one process at a time: an operating system's lock, which a crash lets go of.</summary>
internal sealed class WriterLock : IDisposable
{
    /// <summary>The file that is locked. It is left where it is: deleting it could let a second writer in.</summary>
    public const string FileName = "muster.lock";

    private readonly FileStream _file;

    private WriterLock(FileStream file) => _file = file;

    /// <exception cref="StoreInUseException">Another store holds it.</exception>
    /// <exception cref="StoreException">The directory cannot be written to.</exception>
    public static WriterLock Take(string directory)
    {
        try
        {
            return new(new(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            throw new StoreInUseException(
                $"Another Muster process writes to \"{directory}\". Try again when it is done, or stop it; counting and previewing work meanwhile.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.NotWritable(directory, exception);
        }
    }

    public void Dispose() => _file.Dispose();

    // The runtime reports a taken lock as the plain errno: EWOULDBLOCK, which is 11 on Linux and 35 on macOS.
    private static bool IsTaken(IOException exception) => OperatingSystem.IsWindows()
        ? (exception.HResult & 0xFFFF) is 32 or 33
        : exception.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
