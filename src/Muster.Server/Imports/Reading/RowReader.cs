namespace Muster.Server.Imports.Reading;

/// <summary>Reads a file row by row, each with the line on which it begins; what is no record comes with the reason why.</summary>
internal abstract class RowReader(ImportSource source)
{
    /// <summary>How much is kept of a line too long to be held, in bytes.</summary>
    private const int KeptOfLongLine = 4096;

    private const string LongLine = "The row is longer than 1 MiB; only its beginning is shown.";

    private int _consumed;
    private int _lines;
    private byte[]? _longLine;

    /// <summary>The line on which the record begins, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Why the record was refused; null where it stands.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The record without its line break; of one too long to be held, its beginning. Valid until the next is read.</summary>
    public ReadOnlySpan<byte> Raw => _longLine is null ? source.Window.Data[..RawLength] : _longLine;

    private int RawLength { get; set; }

    protected ImportSource Source => source;

    /// <summary>Whether <see cref="Raw"/> is the beginning of the record only.</summary>
    protected bool IsBeginningOnly { get; private set; }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end of the file.</returns>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Leave();
        return Step() is { } done ? new(done) : ReadOnAsync(cancellationToken);
    }

    /// <summary>Finds the next record in the window: true where there is one, false at the end of the file, null where more bytes are needed.</summary>
    protected abstract bool? TryRead();

    protected void Found(int rawLength, int consumed, int lines, string? refusal) =>
        (RawLength, _consumed, _lines, Refusal) = (rawLength, consumed, lines, refusal);

    /// <summary>Refuses the record that was found, unless there is nothing against it.</summary>
    protected void Refuse(string? fault) => Refusal = fault ?? Refusal;

    /// <summary>A record that is at hand, yet longer than is taken.</summary>
    protected bool FoundLong(int consumed, int lines)
    {
        IsBeginningOnly = true;
        Found(KeptOfLongLine, consumed, lines, LongLine);
        return true;
    }

    /// <summary>Passes over a blank line.</summary>
    protected void Skip(int consumed)
    {
        source.Window.Advance(consumed);
        Line++;
    }

    /// <summary>The line in the window is longer than is held: it is passed over to its end, and refused.</summary>
    protected bool? PassLongLine()
    {
        IsBeginningOnly = true;
        _longLine = source.Window.Data[..KeptOfLongLine].ToArray();
        return TryPass();
    }

    private bool? TryPass()
    {
        ReadOnlySpan<byte> data = source.Window.Data;
        int line = LineBreaks.FirstLine(data, source.Window.Ended);
        if (line < 0 && !source.Window.Ended)
        {
            // A CR at the end is left, as the LF that may follow belongs to it.
            source.Window.Advance(data.Length - (data.EndsWith("\r"u8) ? 1 : 0));
            return null;
        }

        Found(0, Math.Max(line, 0), 1, LongLine);
        return true;
    }

    private void Leave()
    {
        source.Window.Advance(_consumed);
        Line += _lines;
        (_consumed, _lines, _longLine, Refusal, IsBeginningOnly) = (0, 0, null, null, false);
    }

    private bool? Step() => _longLine is null ? TryRead() : TryPass();

    private async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await source.Window.FillAsync(cancellationToken);
            if (Step() is { } done)
            {
                return done;
            }
        }
    }
}
