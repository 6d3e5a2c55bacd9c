namespace Muster.Server.Imports.Reading;

/// <summary>Line breaks: LF, CRLF or CR alone.</summary>
internal static class LineBreaks
{
    /// <summary>The length of the first line with its break; -1 where none ends in <paramref name="data"/>.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="final">Whether nothing follows them: the last line needs no break then.</param>
    public static int FirstLine(ReadOnlySpan<byte> data, bool final)
    {
        int at = data.IndexOfAny((byte)'\n', (byte)'\r');
        if (at < 0)
        {
            return final && !data.IsEmpty ? data.Length : -1;
        }

        if (data[at] == '\n')
        {
            return at + 1;
        }

        return at + 1 < data.Length ? at + (data[at + 1] == '\n' ? 2 : 1) : final ? at + 1 : -1;
    }

    /// <summary>Where the last line that is broken off in <paramref name="data"/> ends; 0 where none is.</summary>
    public static int LastEnd(ReadOnlySpan<byte> data) => data.LastIndexOfAny((byte)'\n', (byte)'\r') + 1;

    public static int Count(ReadOnlySpan<byte> data)
    {
        int count = 0;
        while (FirstLine(data, final: false) is var line and >= 0)
        {
            count++;
            data = data[line..];
        }

        // A break that ends the data in a CR alone.
        return data.IsEmpty || data[^1] != '\r' ? count : count + 1;
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.TrimEnd("\r\n"u8);
}
