using Muster.Rules.Schema;
using Muster.Server.Workspaces;
using Muster.Storage.Records;
using NodaTime;

namespace Muster.Server.Demo;

/// <summary>Puts the demo CRM into a store.</summary>
public static class DemoImport
{
    private const int BatchSize = 8_192;
    private const ulong Seed = 2_026;

    /// <summary>Whether what is in a store came from the demo.</summary>
    public static bool IsDemo(IRecordStore store) => store.ReadAll("contact").Take(1).All(record => record.Id.StartsWith("con_", StringComparison.Ordinal));

    /// <summary>Generates the demo CRM and writes it.</summary>
    /// <param name="store">An empty store.</param>
    /// <param name="profiles">Contacts, companies and leads together, from 1.</param>
    /// <param name="now">The instant up to which things have happened.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops it after a batch.</param>
    /// <returns>How many records were written.</returns>
    public static async Task<long> RunAsync(IRecordStore store, int profiles, Instant now, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        CrmSchema schema = store.Schema;
        foreach ((string objectName, string field, FieldType type) in DemoCrm.CustomFields)
        {
            schema = schema.Find(objectName)!.Find(field) is null ? schema.WithField(objectName, field, type) : schema;
        }

        await store.SaveSchemaAsync(schema, cancellationToken).ConfigureAwait(false);
        DemoOptions options = new(profiles, Seed, now);
        long total = DemoCrm.CountByObject(options).Values.Sum();
        long done = 0;
        foreach (RecordWrite[] batch in DemoCrm.Generate(options).Chunk(BatchSize))
        {
            await store.WriteAsync(batch, now, cancellationToken).ConfigureAwait(false);
            done += batch.Length;
            progress?.Report(new LoadProgress(done, total));
        }

        return done;
    }
}
