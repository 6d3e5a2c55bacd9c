using System.Text.Json;
using Muster.Server.Demo;
using Muster.Storage.Records;
using NodaTime;
using NodaTime.Text;

namespace Muster.Server.Tests.Demo;

/// <summary>A demo CRM read back, for tests to look at.</summary>
internal sealed class DemoData
{
    public static readonly Instant Now = Instant.FromUtc(2026, 4, 15, 12, 34, 56);

    private static readonly Lazy<DemoData> Large = new(() => new(new DemoOptions(20_000, 42, Now)));

    private readonly Dictionary<string, List<(string Id, JsonElement Fields)>> _byObject = new(StringComparer.Ordinal);

    public DemoData(DemoOptions options)
    {
        foreach (RecordWrite write in DemoCrm.Generate(options))
        {
            Order.Remove(write.Object);
            Order.Add(write.Object);
            Assert.Equal(WriteMode.Merge, write.Mode);
            if (!_byObject.TryGetValue(write.Object, out List<(string, JsonElement)>? records))
            {
                _byObject.Add(write.Object, records = []);
            }

            using JsonDocument document = JsonDocument.Parse(write.Document);
            records.Add((write.Id, document.RootElement.Clone()));
        }
    }

    /// <summary>20,000 profiles.</summary>
    public static DemoData Shared => Large.Value;

    /// <summary>The objects, in the order in which their last records came.</summary>
    public List<string> Order { get; } = [];

    public IEnumerable<(string Object, string Id, JsonElement Fields)> All =>
        _byObject.SelectMany(group => group.Value.Select(record => (group.Key, record.Id, record.Fields)));

    public List<(string Id, JsonElement Fields)> Of(string objectName) => _byObject.GetValueOrDefault(objectName, []);

    public static string? Text(JsonElement fields, string name) => fields.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    public static Instant? Time(JsonElement fields, string name) => Text(fields, name) is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : null;

    public static string[] Tags(JsonElement fields) =>
        fields.TryGetProperty("tags", out JsonElement tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [];
}
