using Muster.Storage.Records;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>Reads records from rows of the columns number, id, document, created_at, updated_at, deleted.</summary>
internal static class RecordRow
{
    /// <summary>The record, its document in memory of its own.</summary>
    public static StoredRecord Copy(in Statement.Run row, StoredObject stored) => Read(in row, stored, row.Utf8(2).ToArray());

    /// <summary>The record, its document in <paramref name="buffer"/>, which grows where it has to.</summary>
    public static StoredRecord Buffer(in Statement.Run row, StoredObject stored, ref byte[] buffer)
    {
        ReadOnlySpan<byte> document = row.Utf8(2);
        if (document.Length > buffer.Length)
        {
            buffer = new byte[document.Length * 2];
        }

        document.CopyTo(buffer);
        return Read(in row, stored, buffer.AsMemory(0, document.Length));
    }

    private static StoredRecord Read(in Statement.Run row, StoredObject stored, ReadOnlyMemory<byte> document) => new(
        stored.Name,
        row.Text(1),
        document,
        Instant.FromUnixTimeMilliseconds(row.Int64(3)),
        Instant.FromUnixTimeMilliseconds(row.Int64(4)),
        row.Int64(5) != 0);
}
