using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Cli.Output;

/// <summary>Writes one JSON value on a line of its own.</summary>
internal static class JsonOutput
{
    // The output is read by programs and people, never pasted into HTML: text stays as it is.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, write, Options);

    /// <summary>Writes one JSON value over several lines, for people to read.</summary>
    public static void WriteIndented(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, write, Options with { Indented = true });

    private static void Write(TextWriter output, Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, options))
        {
            write(json);
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    /// <summary>Writes a value as its JSON type; days, instants and links are text. A missing value is null.</summary>
    public static void WriteValue(Utf8JsonWriter json, FieldValue value)
    {
        if (value.IsMissing)
        {
            json.WriteNullValue();
            return;
        }

        switch (value.Type)
        {
            case FieldType.Number:
                json.WriteNumberValue(value.AsNumber());
                break;
            case FieldType.Money:
                json.WriteNumberValue(Money.ToDecimal(value.AsMoney()));
                break;
            case FieldType.Boolean:
                json.WriteBooleanValue(value.AsBoolean());
                break;
            case FieldType.Tags:
                json.WriteStartArray();
                foreach (string tag in value.AsTags())
                {
                    json.WriteStringValue(tag);
                }

                json.WriteEndArray();
                break;
            case FieldType.Text or FieldType.Date or FieldType.DateTime or FieldType.Link:
                json.WriteStringValue(value.ToString());
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No arm for {value.Type}");
        }
    }
}
