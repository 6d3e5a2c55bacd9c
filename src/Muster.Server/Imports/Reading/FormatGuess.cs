namespace Muster.Server.Imports.Reading;

/// <summary>The format of a file, from its name and its first bytes.</summary>
internal static class FormatGuess
{
    /// <exception cref="ImportException">The file is of a kind that cannot be imported.</exception>
    public static ImportFormat From(string? fileName, ImportSource source)
    {
        ReadOnlySpan<byte> head = source.Head;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new ImportException("This looks like a spreadsheet or a ZIP archive. Save the sheet as CSV, and import that.");
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            throw new ImportException("The file is compressed (gzip). Unpack it first: gunzip -c FILE | muster import - …");
        }

        switch (Path.GetExtension(fileName)?.ToLowerInvariant())
        {
            case ".ndjson" or ".jsonl":
                return ImportFormat.Ndjson;
            case ".csv" or ".tsv":
                return ImportFormat.Csv;
            default:
                break;
        }

        ReadOnlySpan<byte> text = source.Window.Data.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("["u8) && text[1..].TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            throw new ImportException("The file is a JSON array. Write one object a line (NDJSON): jq -c '.[]' FILE | muster import - …");
        }

        return text.StartsWith("{"u8) ? ImportFormat.Ndjson : ImportFormat.Csv;
    }
}
