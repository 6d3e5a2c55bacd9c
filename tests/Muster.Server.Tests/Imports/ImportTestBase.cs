using System.Text;
using System.Text.Json.Nodes;
using Muster.Server.Imports;

namespace Muster.Server.Tests.Imports;

/// <summary>Imports texts into a store of their own.</summary>
public abstract class ImportTestBase
{
    private protected MemoryStore Store { get; } = new();

    private protected static ImportOptions Into(string objectName, params string[] mappings) =>
        new() { Object = objectName, Mappings = [.. mappings.Select(ColumnMapping.Parse)] };

    private protected Task<ImportReport> ImportAsync(string objectName, string text) => ImportAsync(Into(objectName), text);

    private protected Task<ImportReport> ImportAsync(ImportOptions options, string text) => ImportAsync(options, Encoding.UTF8.GetBytes(text));

    private protected async Task<ImportReport> ImportAsync(ImportOptions options, byte[] bytes)
    {
        using MemoryStream input = new(bytes);
        ImportReport report = await new Importer(Store, TimeProvider.System).ImportAsync(input, bytes.Length, options, null, TestContext.Current.CancellationToken);
        AssertBalanced(report);
        return report;
    }

    private protected static void AssertBalanced(ImportReport report) =>
        Assert.Equal(report.Read, report.Added + report.Updated + report.Unchanged + report.Refused);

    private protected static string Text(JsonNode? node) => node?.ToJsonString() ?? "";
}
