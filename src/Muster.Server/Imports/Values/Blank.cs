namespace Muster.Server.Imports.Values;

/// <summary>White space around cells.</summary>
internal static class Blank
{
    /// <summary>The text without spaces, tabs, line breaks and no-break spaces (U+00A0) around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            ReadOnlySpan<byte> trimmed = text.Trim(" \t\r\n"u8);
            if (trimmed.StartsWith("\u00A0"u8))
            {
                trimmed = trimmed[2..];
            }

            if (trimmed.EndsWith("\u00A0"u8))
            {
                trimmed = trimmed[..^2];
            }

            if (trimmed.Length == text.Length)
            {
                return text;
            }

            text = trimmed;
        }
    }
}
