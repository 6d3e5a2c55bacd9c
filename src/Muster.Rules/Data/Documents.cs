using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Muster.Rules.Data;

/// <summary>Opens documents, and gives all that can be wrong with their form one exception.</summary>
internal static class Documents
{
    private const int MaxDepth = 64;

    private const byte LineFeed = (byte)'\n';

    /// <summary>A reader that is within the document's object.</summary>
    /// <exception cref="RecordFormatException">It is not UTF-8, or does not begin as an object.</exception>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> document)
    {
        if (!Utf8.IsValid(document))
        {
            throw new RecordFormatException("The document is not UTF-8.", FirstInvalid(document));
        }

        Utf8JsonReader json = new(document, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                return json;
            }
        }
        catch (JsonException failure)
        {
            throw Malformed(failure, document);
        }

        throw new RecordFormatException("A document is a JSON object.", 0);
    }

    /// <summary>What the JSON reader refused.</summary>
    public static RecordFormatException Malformed(JsonException failure, ReadOnlySpan<byte> document)
    {
        long line = failure.LineNumber ?? 0;
        int start = 0;
        for (; line > 0 && document[start..].IndexOf(LineFeed) is var end and >= 0; line--)
        {
            start += end + 1;
        }

        long position = Math.Min(start + (failure.BytePositionInLine ?? 0), document.Length);
        return new($"The document is not JSON of at most {MaxDepth} levels: {failure.Message}", position, failure);
    }

    /// <summary>The value between two positions as it is shown to people, the quotes of a string left out.</summary>
    public static string Excerpt(ReadOnlySpan<byte> document, long start, long end)
    {
        const int BytesAUnit = 4;
        ReadOnlySpan<byte> value = document[(int)start..(int)end];
        if (value.Length >= 2 && value[0] == (byte)'"')
        {
            value = value[1..^1];
        }

        return Encoding.UTF8.GetString(value[..Math.Min(value.Length, (DataIssue.MaxValueLength + 1) * BytesAUnit)]);
    }

    /// <summary>Copies the text that a reader is at, unescaped, where it is as short as names, numbers and dates are.</summary>
    /// <returns>False where it is longer than the buffer as written, or is no text.</returns>
    public static bool TryCopy(ref Utf8JsonReader json, scoped Span<char> buffer, out int length)
    {
        length = 0;
        ReadOnlySpan<byte> written = json.ValueSpan;
        if (written.Length > buffer.Length)
        {
            return false;
        }

        if (!json.ValueIsEscaped && Ascii.ToUtf16(written, buffer, out length) == OperationStatus.Done)
        {
            return true;
        }

        try
        {
            length = json.CopyString(buffer);
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair, or bytes that are not UTF-8: neither is part of any name, number or date.
            length = 0;
            return false;
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> document)
    {
        int position = 0;
        while (Rune.DecodeFromUtf8(document[position..], out _, out int consumed) == OperationStatus.Done)
        {
            position += consumed;
        }

        return position;
    }
}
