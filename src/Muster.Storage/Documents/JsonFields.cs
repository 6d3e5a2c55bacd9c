using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Muster.Rules.Data;

namespace Muster.Storage.Documents;

/// <summary>
/// The fields of a JSON object in UTF-8, as slices of its bytes. Of fields of the same name the last counts. Reused from one document to the next,
/// so that reading one allocates nothing; not thread-safe.
/// </summary>
internal sealed class JsonFields
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    private ReadOnlyMemory<byte> _document;
    private Field[] _fields = new Field[32];
    private int[] _buckets = new int[64];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one of them is null.</summary>
    public bool HasNulls { get; private set; }

    /// <summary>Whether a name came more than once.</summary>
    public bool HasDuplicates { get; private set; }

    /// <summary>The document that was read.</summary>
    public ReadOnlyMemory<byte> Document => _document;

    /// <summary>Forgets what was read.</summary>
    public void Clear()
    {
        Count = 0;
        HasNulls = HasDuplicates = false;
        _document = default;
        Array.Fill(_buckets, -1);
    }

    /// <summary>Reads a document.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public string? Read(ReadOnlyMemory<byte> document)
    {
        Clear();
        _document = document;
        if (document.Length > MaxLength)
        {
            return $"it has {document.Length} bytes; a document has at most {MaxLength}.";
        }

        if (!Utf8.IsValid(document.Span))
        {
            return "it is not in UTF-8.";
        }

        try
        {
            return ReadObject(document.Span);
        }
        catch (JsonException exception)
        {
            return "it is no JSON: " + exception.Message;
        }
    }

    /// <summary>The position of the field of that name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => Find(name, Hash(name));

    /// <summary>A field's name in UTF-8, unescaped.</summary>
    public ReadOnlySpan<byte> NameAt(int index) => _fields[index].Unescaped ?? _document.Span.Slice(_fields[index].NameStart, _fields[index].NameLength);

    /// <summary>A field's value as it is written.</summary>
    public ReadOnlyMemory<byte> ValueAt(int index) => _document.Slice(_fields[index].ValueStart, _fields[index].ValueLength);

    /// <summary>Whether a field is null.</summary>
    public bool IsNullAt(int index) => _fields[index].Type == JsonTokenType.Null;

    /// <summary>The text or number that a field holds, in UTF-8 and NFC; empty where there is none.</summary>
    public ReadOnlySpan<byte> Utf8Of(ReadOnlySpan<byte> name)
    {
        if (Find(name) is not (>= 0 and int index))
        {
            return default;
        }

        ReadOnlySpan<byte> value = ValueAt(index).Span;
        switch (_fields[index].Type)
        {
            case JsonTokenType.Number:
                return value;
            case JsonTokenType.String when Ascii.IsValid(value) && !value.Contains((byte)'\\'):
                return value[1..^1];
            case JsonTokenType.String:
                Utf8JsonReader reader = new(value);
                reader.Read();
                return Encoding.UTF8.GetBytes(TextFold.Compose(reader.GetString()!));
            default:
                return default;
        }
    }

    /// <summary>The text or number that a field holds, or null.</summary>
    public string? TextOf(ReadOnlySpan<byte> name) => Utf8Of(name) is { IsEmpty: false } text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>Appends a field, as it is written, to an object that is being written.</summary>
    public void Append(ArrayBufferWriter<byte> target, int index) => Append(target, index, ValueAt(index).Span);

    /// <summary>Appends a field with another value.</summary>
    public void Append(ArrayBufferWriter<byte> target, int index, ReadOnlySpan<byte> value)
    {
        Field field = _fields[index];
        target.Write(target.WrittenCount == 0 ? "{\""u8 : ",\""u8);
        target.Write(_document.Span.Slice(field.NameStart, field.NameLength));
        target.Write("\":"u8);
        target.Write(value);
    }

    private string? ReadObject(ReadOnlySpan<byte> document)
    {
        Utf8JsonReader reader = new(document);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return "it is no JSON object.";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Field field = new()
            {
                NameStart = (int)reader.TokenStartIndex + 1,
                NameLength = reader.ValueSpan.Length,
                Unescaped = reader.ValueIsEscaped && IsWhole(reader.ValueSpan) ? Encoding.UTF8.GetBytes(reader.GetString()!) : null,
            };
            bool whole = !reader.ValueIsEscaped || field.Unescaped is not null;
            reader.Read();
            field.Type = reader.TokenType;
            field.ValueStart = (int)reader.TokenStartIndex;
            int depth = reader.CurrentDepth;
            whole &= IsWhole(in reader);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.CurrentDepth > depth)
                {
                    whole &= IsWhole(in reader);
                }
            }

            field.ValueLength = (int)reader.BytesConsumed - field.ValueStart;
            if (!whole)
            {
                return $"a text in it, at byte {field.NameStart} or after, holds one half of a surrogate pair.";
            }

            Add(field);
        }

        // Reads on behind the object: anything but white space there is an error.
        reader.Read();
        return null;
    }

    private void Add(Field field)
    {
        ReadOnlySpan<byte> name = field.Unescaped ?? _document.Span.Slice(field.NameStart, field.NameLength);
        field.Hash = Hash(name);
        HasNulls |= field.Type == JsonTokenType.Null;
        if (Find(name, field.Hash) is >= 0 and int index)
        {
            HasDuplicates = true;
            field.Next = _fields[index].Next;
            _fields[index] = field;
            return;
        }

        if (Count == _fields.Length)
        {
            Grow();
        }

        ref int bucket = ref _buckets[field.Hash & (_buckets.Length - 1)];
        field.Next = bucket;
        bucket = Count;
        _fields[Count++] = field;
    }

    private void Grow()
    {
        Array.Resize(ref _fields, _fields.Length * 2);
        _buckets = new int[_fields.Length * 2];
        Array.Fill(_buckets, -1);
        for (int index = 0; index < Count; index++)
        {
            ref int bucket = ref _buckets[_fields[index].Hash & (_buckets.Length - 1)];
            _fields[index].Next = bucket;
            bucket = index;
        }
    }

    private int Find(ReadOnlySpan<byte> name, int hash)
    {
        int index = _buckets[hash & (_buckets.Length - 1)];
        while (index >= 0 && !(_fields[index].Hash == hash && NameAt(index).SequenceEqual(name)))
        {
            index = _fields[index].Next;
        }

        return index;
    }

    // Seeded anew in each process, so that no document can be made whose names all fall into one bucket.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        HashCode hash = default;
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private static bool IsWhole(in Utf8JsonReader reader) => !reader.ValueIsEscaped || IsWhole(reader.ValueSpan);

    /// <summary>Whether every surrogate among the escapes of a JSON text has its other half: otherwise it is not text, and cannot be read as such.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> escaped)
    {
        bool high = false;
        while (!escaped.IsEmpty)
        {
            char unit = '\0';
            int length = 1;
            if (escaped[0] == '\\')
            {
                length = escaped[1] == 'u' ? 6 : 2;
                unit = length == 6 ? (char)ushort.Parse(escaped[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : '\0';
            }

            if (high != char.IsLowSurrogate(unit))
            {
                return false;
            }

            high = char.IsHighSurrogate(unit);
            escaped = escaped[length..];
        }

        return !high;
    }

    private struct Field
    {
        public int NameStart;
        public int NameLength;
        public int ValueStart;
        public int ValueLength;
        public int Hash;
        public int Next;
        public JsonTokenType Type;
        public byte[]? Unescaped;
    }
}
