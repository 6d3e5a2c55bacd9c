using System.Reflection;
using System.Runtime.InteropServices;

namespace Muster.Bench.Race.Engines.ClickHouse;

/// <summary>ClickHouse's in-process build, libchdb, through its C interface. One query at a time.</summary>
/// <remarks>
/// The library takes over the signal by which the runtime learns of null references, even where it is told not to: in its process a null reference is the end
/// rather than an exception. Hence the process of its own.
/// </remarks>
internal sealed partial class ChdbLibrary : IDisposable
{
    private const string Name = "chdb";

    private readonly IntPtr _handle;
    private readonly IntPtr _connection;

    static ChdbLibrary() => NativeLibrary.SetDllImportResolver(
        Assembly.GetExecutingAssembly(),
        (name, assembly, search) => name == Name ? NativeLibrary.Load(ClickHousePackage.LibraryPath) : IntPtr.Zero);

    /// <summary>Opens a database in a folder.</summary>
    /// <exception cref="InvalidOperationException">It cannot be opened.</exception>
    public ChdbLibrary(string directory)
    {
        SetSignalHandlersEnabled(0);
        _handle = Connect(2, ["clickhouse", "--path=" + directory]);
        _connection = _handle == IntPtr.Zero ? throw new InvalidOperationException("ClickHouse does not open " + directory) : Marshal.ReadIntPtr(_handle);
    }

    /// <summary>Runs a query.</summary>
    /// <returns>What it gives, as tab-separated text.</returns>
    /// <exception cref="ChdbException">It failed.</exception>
    public string Query(string sql)
    {
        IntPtr result = Query(_connection, sql, "TSV");
        try
        {
            IntPtr error = ResultError(result);
            if (error != IntPtr.Zero)
            {
                throw new ChdbException(Marshal.PtrToStringUTF8(error)!);
            }

            // A statement that gives no rows has no buffer either.
            IntPtr buffer = ResultBuffer(result);
            return buffer == IntPtr.Zero ? "" : Marshal.PtrToStringUTF8(buffer, (int)ResultLength(result));
        }
        finally
        {
            DestroyResult(result);
        }
    }

    public void Dispose() => Close(_handle);

    [LibraryImport(Name, EntryPoint = "chdb_set_signal_handlers_enabled")]
    private static partial void SetSignalHandlersEnabled(int enabled);

    [LibraryImport(Name, EntryPoint = "chdb_connect", StringMarshalling = StringMarshalling.Utf8)]
    private static partial IntPtr Connect(int count, string[] arguments);

    [LibraryImport(Name, EntryPoint = "chdb_close_conn")]
    private static partial void Close(IntPtr handle);

    [LibraryImport(Name, EntryPoint = "chdb_query", StringMarshalling = StringMarshalling.Utf8)]
    private static partial IntPtr Query(IntPtr connection, string sql, string format);

    [LibraryImport(Name, EntryPoint = "chdb_destroy_query_result")]
    private static partial void DestroyResult(IntPtr result);

    [LibraryImport(Name, EntryPoint = "chdb_result_error")]
    private static partial IntPtr ResultError(IntPtr result);

    [LibraryImport(Name, EntryPoint = "chdb_result_buffer")]
    private static partial IntPtr ResultBuffer(IntPtr result);

    [LibraryImport(Name, EntryPoint = "chdb_result_length")]
    private static partial nuint ResultLength(IntPtr result);
}

/// <summary>A query that ClickHouse refused or gave up.</summary>
internal sealed class ChdbException(string message) : Exception(message)
{
    /// <summary>Whether it ran longer than it was given.</summary>
    public bool IsTimeout => Message.Contains("TIMEOUT_EXCEEDED", StringComparison.Ordinal);
}
