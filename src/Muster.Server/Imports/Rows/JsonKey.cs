using System.Text;
using System.Text.Json;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Server.Imports.Columns;
using Muster.Server.Imports.Values;

namespace Muster.Server.Imports.Rows;

/// <summary>A key of NDJSON objects: what its values are, and which fields they fill.</summary>
internal sealed class JsonKey(string name, ColumnTarget[] targets, bool isItems, DatePattern? pattern)
{
    private readonly ColumnProfile _texts = new(pattern);
    private readonly HashSet<FieldType> _others = [];

    public string Name => name;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>The property under which a value is kept that is for no field.</summary>
    public string KeptAs { get; } = targets.FirstOrDefault(target => !target.IsId)?.Name ?? name;

    /// <summary>Whether its values are the product lines of a deal or order.</summary>
    public bool IsItems => isItems;

    public bool IsId { get; } = targets.Any(target => target.IsId);

    /// <summary>The fields it fills; null until a value tells what a new one is.</summary>
    public FieldSlot[]? Slots { get; private set; } = isItems || targets.All(target => target.IsId) ? [] : null;

    /// <summary>Which row it was last met in, and where among that row's properties.</summary>
    public int MetInRow { get; set; }

    public int At { get; set; }

    public void Observe(ReadOnlySpan<byte> row, JsonProperty property)
    {
        if (property.Text is { } text)
        {
            if (Blank.Trim(text) is { IsEmpty: false } value)
            {
                _texts.Add(value);
            }
        }
        else if (Infer(row, property) is { } type)
        {
            _others.Add(type);
        }
    }

    /// <summary>Fixes the fields, where they are there or values have told what they are.</summary>
    public void Settle(ImportContext context)
    {
        FieldType? inferred = InferredType();
        if (Slots is null && (inferred is not null || targets.All(target => context.Draft.Type.Find(target.Name) is not null)))
        {
            ValueForms forms = _texts.Forms(_texts.ProvenOrder);
            Slots = [.. targets.Where(target => !target.IsId).Select(target => context.Open(target, inferred ?? FieldType.Text, forms))];
        }
    }

    /// <summary>By their JSON type; texts that are all days or times are that, texts of any other kind are text, as is what differs.</summary>
    private FieldType? InferredType() => (_texts.Count, _others.Count) switch
    {
        (0, 0) => null,
        (0, 1) => _others.First(),
        ( > 0, 0) => _texts.TypeOf(_texts.ProvenOrder) is FieldType.Date or FieldType.DateTime ? _texts.TypeOf(_texts.ProvenOrder) : FieldType.Text,
        _ => FieldType.Text,
    };

    private static FieldType? Infer(ReadOnlySpan<byte> row, JsonProperty property)
    {
        Utf8JsonReader json = new(row.Slice(property.Start, property.Length));
        json.Read();
        return ValueReader.InferType(ref json);
    }
}
