using System.Text;
using System.Text.Json;

namespace Muster.Server.Imports.Rows;

/// <summary>A property of a row.</summary>
/// <param name="Key">What belongs to its key.</param>
/// <param name="Token">The first token of its value.</param>
/// <param name="Start">Where its value begins in the row, in bytes.</param>
/// <param name="Length">The length of its value, in bytes.</param>
/// <param name="Text">The text that its value is, unescaped; null where it is none.</param>
internal readonly record struct JsonProperty(JsonKey Key, JsonTokenType Token, int Start, int Length, byte[]? Text);

/// <summary>Takes an NDJSON row apart into its properties.</summary>
internal sealed class JsonRow(Func<string, JsonKey> keyOf)
{
    private const int MaxKeys = 10_000;

    private readonly Dictionary<string, JsonKey> _keys = new(StringComparer.Ordinal);
    private readonly List<JsonKey> _inOrder = [];
    private readonly List<JsonProperty> _properties = [];
    private int _row;

    /// <summary>The properties of the row that was read, each key once.</summary>
    public IReadOnlyList<JsonProperty> Properties => _properties;

    /// <summary>All keys met.</summary>
    public IReadOnlyList<JsonKey> Keys => _inOrder;

    /// <summary>Reads a row. Of a key given twice, the last value counts.</summary>
    /// <returns>Why it is no JSON object; null where it is one.</returns>
    public string? Read(ReadOnlySpan<byte> row)
    {
        _properties.Clear();
        _row++;
        Utf8JsonReader json = new(row);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return "The line is no JSON object.";
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref json);
            }

            // Only the end may follow: anything else throws.
            json.Read();
            return null;
        }
        catch (JsonException failure)
        {
            return $"The line is not valid JSON, at character {failure.BytePositionInLine + 1}.";
        }
        catch (InvalidOperationException)
        {
            return "A text in the line holds half of a character (an unpaired surrogate).";
        }
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        JsonKey key = FindKey(ref json);
        json.Read();
        JsonTokenType token = json.TokenType;
        int start = (int)json.TokenStartIndex;
        byte[]? text = token == JsonTokenType.String ? TextOf(ref json) : null;
        int depth = json.CurrentDepth;
        if (token is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            while (json.Read() && json.CurrentDepth > depth)
            {
                CheckEscapes(ref json);
            }
        }

        JsonProperty property = new(key, token, start, (int)json.BytesConsumed - start, text);
        if (key.MetInRow == _row)
        {
            _properties[key.At] = property;
            return;
        }

        (key.MetInRow, key.At) = (_row, _properties.Count);
        _properties.Add(property);
    }

    /// <summary>Rows of one file mostly have the same keys in the same order.</summary>
    private JsonKey FindKey(ref Utf8JsonReader json)
    {
        int expected = _properties.Count;
        if (expected < _inOrder.Count && json.ValueTextEquals(_inOrder[expected].Utf8))
        {
            return _inOrder[expected];
        }

        string name = json.GetString()!;
        if (!_keys.TryGetValue(name, out JsonKey? key))
        {
            key = _inOrder.Count < MaxKeys
                ? keyOf(name)
                : throw new ImportException($"The rows have more than {MaxKeys} different keys: it seems that values are used as keys.");
            _keys.Add(name, key);
            _inOrder.Add(key);
        }

        return key;
    }

    private static byte[] TextOf(ref Utf8JsonReader json) => json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan.ToArray();

    /// <summary>Throws where a text cannot be text.</summary>
    private static void CheckEscapes(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped && json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            json.GetString();
        }
    }
}
