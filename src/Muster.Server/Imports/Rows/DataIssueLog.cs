using System.Text;
using Muster.Rules.Schema;

namespace Muster.Server.Imports.Rows;

/// <summary>Counts the values that do not fit their fields, and keeps the first of each.</summary>
internal sealed class DataIssueLog
{
    private const int MaxExamples = 5;
    private const int MaxShown = 80;
    private const int MaxFields = 1000;

    private readonly Dictionary<string, Entry> _byField = new(StringComparer.Ordinal);

    public void Add(string field, FieldType? type, long line, ReadOnlySpan<byte> value, string reason)
    {
        if (!_byField.TryGetValue(field, out Entry? entry))
        {
            // A file may hold any number of keys; beyond so many they are counted together.
            field = _byField.Count < MaxFields ? field : "…";
            _byField.TryAdd(field, new(type));
            entry = _byField[field];
        }

        entry.Count++;
        if (entry.Examples.Count < MaxExamples)
        {
            string shown = Encoding.UTF8.GetString(value[..Math.Min(value.Length, MaxShown * 4)]);
            entry.Examples.Add(new(line, shown.Length <= MaxShown ? shown : shown[..MaxShown] + "…", reason));
        }
    }

    public IReadOnlyList<FieldIssues> ToReport() => [.. _byField.Select(entry => new FieldIssues(entry.Key, entry.Value.Type, entry.Value.Count, entry.Value.Examples))];

    private sealed class Entry(FieldType? type)
    {
        public FieldType? Type => type;

        public long Count { get; set; }

        public List<FieldIssueExample> Examples { get; } = [];
    }
}
