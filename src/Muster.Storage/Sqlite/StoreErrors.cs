using Muster.Storage.Records;
using static SQLitePCL.raw;

namespace Muster.Storage.Sqlite;

/// <summary>What SQLite reports, in words for people, with the way out.</summary>
internal static class StoreErrors
{
    /// <param name="path">The database file.</param>
    /// <param name="code">SQLite's result code, extended or not.</param>
    /// <param name="detail">SQLite's own words.</param>
    public static StoreException Of(string path, int code, string detail)
    {
        string technical = $" (SQLite: {detail}, code {code})";
        string directory = Path.GetDirectoryName(path)!;
        return (code & 0xFF) switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => new StoreInUseException(
                $"Another program keeps \"{path}\" locked, perhaps a SQL tool with an open transaction. Close it and try again.{technical}"),
            SQLITE_NOTADB => new StoreException($"\"{path}\" is no database, or its first page is damaged. Move the file away if it came from elsewhere; else restore a backup.{technical}"),
            SQLITE_CORRUPT => new StoreException($"\"{path}\" is damaged. Stop writing to it, keep a copy of the directory, and restore the last backup.{technical}"),
            SQLITE_FULL => new StoreException($"There is no space left for \"{path}\". Free some on that disk and write again: nothing of the last write was kept.{technical}"),
            SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN or SQLITE_AUTH => new StoreException(NotWritableText(directory) + technical),
            SQLITE_IOERR => new StoreException($"The disk failed while \"{path}\" was read or written. Check the disk and its space, then try again: nothing of the last write was kept.{technical}"),
            SQLITE_TOOBIG => new StoreException($"A value is too large for \"{path}\".{technical}"),
            SQLITE_NOMEM => new StoreException($"There is not enough memory to work on \"{path}\". End other programs and try again.{technical}"),
            _ => new StoreException($"\"{path}\" could not be used. If another program changed it, restore a backup.{technical}"),
        };
    }

    public static StoreException NotWritable(string directory, Exception exception) => new($"{NotWritableText(directory)} ({exception.Message})", exception);

    public static StoreException NoStore(string directory) =>
        new($"There is no store in \"{directory}\": it has no {SqliteRecordStore.FileName}. Check the directory's name, or import something to start a store there.");

    public static StoreException ForeignDatabase(string path) =>
        new($"\"{path}\" is a database of another program, and is left as it is. Choose another data directory, or move the file away.");

    public static StoreException Newer(string path, long version, int known) =>
        new($"\"{path}\" was written by a newer Muster (format {version}; this one knows up to {known}). Update Muster, or open the backup made before the update.");

    private static string NotWritableText(string directory) =>
        $"\"{directory}\" cannot be opened and written to. Give this user the right to create and change files there, or choose another data directory.";
}
