namespace Muster.Server.Imports.Reading;

/// <summary>Reads a file line by line; blank lines are passed over.</summary>
internal sealed class LineReader(ImportSource source) : RowReader(source)
{
    protected override bool? TryRead()
    {
        while (true)
        {
            ReadOnlySpan<byte> data = Source.Window.Data;
            if (data.IsEmpty && Source.Window.Ended)
            {
                return false;
            }

            int consumed = LineBreaks.FirstLine(data, Source.Window.Ended);
            if (consumed < 0)
            {
                return data.Length <= ByteWindow.MaxRecord ? null : PassLongLine();
            }

            ReadOnlySpan<byte> line = LineBreaks.Trim(data[..consumed]);
            if (line.Trim(" \t"u8).IsEmpty)
            {
                Skip(consumed);
                continue;
            }

            if (line.Length > ByteWindow.MaxRecord)
            {
                return FoundLong(consumed, lines: 1);
            }

            Found(line.Length, consumed, lines: 1, refusal: null);
            string? fault = Source.Check(line, out bool again);
            if (!again)
            {
                Refuse(fault);
                return true;
            }
        }
    }
}
