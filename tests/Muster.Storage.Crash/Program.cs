using System.Globalization;
using System.Text;
using Muster.Storage.Records;
using Muster.Storage.Sqlite;
using NodaTime;

// Writes batch after batch and says which ones were acknowledged, until it is killed. Arguments: the data directory, the number of the first batch.
// Batch n adds contacts n-0 … n-(size - 1) and events of the same ids, and rewrites the one record of company "counter", whose size becomes n.
await using SqliteRecordStore store = SqliteRecordStore.Open(args[0], new() { Create = true, Write = true });
Console.WriteLine("ready");
for (int batch = int.Parse(args[1], CultureInfo.InvariantCulture); ; batch++)
{
    List<RecordWrite> writes = [new("company", "counter", WriteMode.Merge, Encoding.UTF8.GetBytes($"{{\"size\":{batch}}}"))];
    for (int row = 0; row < 50 + (batch % 7 * 100); row++)
    {
        byte[] document = Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', row % 300)}\",\"email\":\"{batch}.{row}@example.com\"}}");
        writes.Add(new("contact", $"{batch}-{row}", WriteMode.Merge, document));
        writes.Add(new("event", $"{batch}-{row}", WriteMode.Add, Encoding.UTF8.GetBytes($"{{\"name\":\"opened\",\"contact\":\"{batch}-{row}\"}}")));
    }

    await store.WriteAsync(writes, Instant.FromUnixTimeMilliseconds(batch));
    Console.WriteLine(batch.ToString(CultureInfo.InvariantCulture));
}
