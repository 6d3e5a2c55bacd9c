using System.Text.Json;
using Muster.Rules.Data;
using Muster.Server.Imports.Columns;
using Muster.Server.Imports.Values;

namespace Muster.Server.Imports.Rows;

/// <summary>Makes records of NDJSON rows.</summary>
internal sealed class NdjsonShaper : IRowShaper
{
    private readonly ImportContext _context;
    private readonly ColumnPlanner _planner;
    private readonly RowBuilder _builder;
    private readonly JsonRow _row;
    private bool _needsId;

    public NdjsonShaper(ImportContext context, ColumnPlanner planner)
    {
        _context = context;
        _planner = planner;
        _builder = new(context);
        _row = new(KeyOf);
        _needsId = planner.IsMapped("id");
    }

    public void Observe(ReadOnlySpan<byte> row)
    {
        if (_row.Read(row) is not null)
        {
            return;
        }

        foreach (JsonProperty property in _row.Properties)
        {
            property.Key.Observe(row, property);
            _needsId |= property.Key.IsId;
        }
    }

    public void Settle()
    {
        foreach (JsonKey key in _row.Keys)
        {
            key.Settle(_context);
        }
    }

    public string? Shape(ReadOnlySpan<byte> row, long line, Batch batch)
    {
        if (_row.Read(row) is { } malformed)
        {
            return malformed;
        }

        if (ReadId(row, out string? id) is { } refusal)
        {
            return refusal;
        }

        if (_row.Properties.Count == 0)
        {
            return "The object is empty.";
        }

        _builder.Begin(batch, id);
        foreach (JsonProperty property in _row.Properties)
        {
            ReadOnlySpan<byte> value = row.Slice(property.Start, property.Length);
            if (property.Key.IsItems)
            {
                WriteItems(property, value, line);
                continue;
            }

            if (property.Key.Slots is null)
            {
                property.Key.Observe(row, property);
                property.Key.Settle(_context);
            }

            WriteProperty(property, value, line);
        }

        if (_builder.NeedsContent)
        {
            _context.Ids.Append(Blank.Trim(row));
        }

        return _builder.End();
    }

    public void Finish()
    {
        foreach (ColumnMapping mapping in _planner.Unmet)
        {
            _context.Warnings.Add($"No row has \"{mapping.Column}\", which is mapped to {string.Join(", ", mapping.Fields)}.");
        }
    }

    private JsonKey KeyOf(string name)
    {
        bool isItems = name == "items" && _context.Type.Name is "deal" or "order";
        return new(name, isItems ? [] : _planner.Plan(name, _row.Keys.Count), isItems, _context.Pattern);
    }

    private string? ReadId(ReadOnlySpan<byte> row, out string? id)
    {
        id = null;
        foreach (JsonProperty property in _row.Properties)
        {
            if (property.Key.IsId && property.Token != JsonTokenType.Null)
            {
                return property.Token switch
                {
                    JsonTokenType.String => ImportedId.Read(property.Text, out id),
                    JsonTokenType.Number => ImportedId.Read(row.Slice(property.Start, property.Length), out id),
                    _ => "The id is neither a text nor a number.",
                };
            }
        }

        return _needsId ? "The id is missing." : null;
    }

    private void WriteItems(JsonProperty property, ReadOnlySpan<byte> value, long line)
    {
        _builder.Json.WritePropertyName("items"u8);
        _builder.Json.WriteRawValue(value, skipInputValidation: true);
        if (property.Token is not (JsonTokenType.StartArray or JsonTokenType.Null))
        {
            _context.Issues.Add("items", null, line, value, "Items are a list of objects, one a product line.");
        }
    }

    private void WriteProperty(JsonProperty property, ReadOnlySpan<byte> value, long line)
    {
        foreach (FieldSlot slot in property.Key.Slots ?? [])
        {
            if (property.Text is { } text && !Blank.Trim(text).IsEmpty)
            {
                _builder.Write(slot, text, line);
            }
            else if (property.Token != JsonTokenType.Null || _context.Mode == ImportMode.Upsert)
            {
                WriteRaw(slot, property.Token, value, line);
            }
        }

        // A value that cannot be a field, such as an object, is kept all the same.
        if (property.Key.Slots is null && property.Text is null && property.Token != JsonTokenType.Null)
        {
            _builder.Json.WritePropertyName(property.Key.KeptAs);
            _builder.Json.WriteRawValue(value, skipInputValidation: true);
            _context.Issues.Add(property.Key.KeptAs, null, line, value, "No field holds an object, or a list of objects.");
        }
    }

    private void WriteRaw(FieldSlot slot, JsonTokenType token, ReadOnlySpan<byte> value, long line)
    {
        _builder.Json.WritePropertyName(slot.Json);
        _builder.Json.WriteRawValue(value, skipInputValidation: true);
        string? reason = FieldSlot.NoField;
        if (slot.Type is { } type)
        {
            Utf8JsonReader json = new(value);
            json.Read();
            ValueReader.TryRead(type, ref json, _context.Zone, out _, out reason);
        }

        if (reason is not null && token != JsonTokenType.Null)
        {
            _context.Issues.Add(slot.Name, slot.Type, line, value, reason);
        }

        if (token == JsonTokenType.Number)
        {
            _builder.Note(slot, value);
        }
    }
}
