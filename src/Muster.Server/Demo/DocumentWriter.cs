using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Muster.Server.Demo;

/// <summary>Writes documents one after another into large blocks; a document stays valid for as long as anyone holds it, and its block with it. Not thread-safe.</summary>
internal sealed class DocumentWriter : IBufferWriter<byte>, IDisposable
{
    // Below the size at which arrays go to the large object heap: a block dies young where its documents do.
    private const int BlockSize = 64 * 1024;

    private readonly Utf8JsonWriter _json;
    private byte[] _block = new byte[BlockSize];
    private int _start;
    private int _end;

    public DocumentWriter() => _json = new(this, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Begin()
    {
        _start = _end;
        _json.Reset();
        _json.WriteStartObject();
    }

    public ReadOnlyMemory<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _block.AsMemory(_start, _end - _start);
    }

    /// <summary>A text, a link; nothing where it is null.</summary>
    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    public void Number(ReadOnlySpan<byte> name, long value) => _json.WriteNumber(name, value);

    public void Boolean(ReadOnlySpan<byte> name, bool value) => _json.WriteBoolean(name, value);

    /// <summary>Money, with two decimals.</summary>
    public void Money(ReadOnlySpan<byte> name, long cents) => _json.WriteNumber(name, new decimal((int)cents, (int)(cents >> 32), 0, isNegative: false, scale: 2));

    /// <summary>A day, counted from 1970-01-01.</summary>
    public void Date(ReadOnlySpan<byte> name, long day)
    {
        Span<byte> text = stackalloc byte[10];
        PutDate(text, day);
        _json.WriteString(name, text);
    }

    /// <summary>An instant in Unix milliseconds, in RFC 3339.</summary>
    public void Instant(ReadOnlySpan<byte> name, long at)
    {
        Span<byte> text = stackalloc byte[24];
        long day = Timeline.DayOf(at);
        int rest = (int)(at - (day * Timeline.Day));
        PutDate(text, day);
        text[10] = (byte)'T';
        Put(text.Slice(11, 2), rest / 3_600_000);
        text[13] = (byte)':';
        Put(text.Slice(14, 2), rest / 60_000 % 60);
        text[16] = (byte)':';
        Put(text.Slice(17, 2), rest / 1000 % 60);
        text[19] = (byte)'.';
        Put(text.Slice(20, 3), rest % 1000);
        text[23] = (byte)'Z';
        _json.WriteString(name, text);
    }

    /// <summary>A set of tags; nothing where there are none.</summary>
    public void Tags(ReadOnlySpan<byte> name, string[] all, ulong set)
    {
        if (set == 0)
        {
            return;
        }

        _json.WriteStartArray(name);
        for (int tag = 0; tag < all.Length; tag++)
        {
            if ((set >> tag & 1) != 0)
            {
                _json.WriteStringValue(all[tag]);
            }
        }

        _json.WriteEndArray();
    }

    public void BeginList(ReadOnlySpan<byte> name) => _json.WriteStartArray(name);

    public void EndList() => _json.WriteEndArray();

    public void BeginItem() => _json.WriteStartObject();

    public void EndItem() => _json.WriteEndObject();

    public void Dispose() => _json.Dispose();

    void IBufferWriter<byte>.Advance(int count) => _end += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Reserve(sizeHint);
        return _block.AsMemory(_end);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Reserve(sizeHint);
        return _block.AsSpan(_end);
    }

    private void Reserve(int size)
    {
        if (_block.Length - _end >= Math.Max(size, 1))
        {
            return;
        }

        // What there is of the document moves along; the finished ones stay in the old block.
        int written = _end - _start;
        byte[] next = new byte[Math.Max(BlockSize, written + size)];
        _block.AsSpan(_start, written).CopyTo(next);
        (_block, _start, _end) = (next, 0, written);
    }

    private static void PutDate(Span<byte> text, long day)
    {
        (int year, int month, int dayOfMonth) = Timeline.DateOfDay(day);
        Put(text[..4], year);
        text[4] = (byte)'-';
        Put(text.Slice(5, 2), month);
        text[7] = (byte)'-';
        Put(text.Slice(8, 2), dayOfMonth);
    }

    private static void Put(Span<byte> digits, int value)
    {
        for (int index = digits.Length - 1; index >= 0; index--)
        {
            digits[index] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
