using System.Buffers.Text;
using System.Text;

namespace Muster.Bench.Race.Data;

/// <summary>Reads what <see cref="TsvWriter"/> wrote, a row at a time, without allocating. Not thread-safe.</summary>
/// <param name="path">The file.</param>
/// <param name="columns">How many fields each row has.</param>
internal sealed class TsvReader(string path, int columns) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
    private readonly (int Start, int End)[] _fields = new (int, int)[columns];
    private byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _end;

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="InvalidDataException">A row has another number of fields.</exception>
    public bool Read()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
        {
            if (!Fill())
            {
                return _start == _end ? false : throw new InvalidDataException($"The last line of {path} has no end.");
            }
        }

        int at = _start;
        int stop = _start + length;
        for (int field = 0; field < _fields.Length; field++)
        {
            int tab = _buffer.AsSpan(at, stop - at).IndexOf((byte)'\t');
            if (tab < 0 != (field == _fields.Length - 1))
            {
                throw new InvalidDataException($"A line of {path} does not have {_fields.Length} fields.");
            }

            int end = tab < 0 ? stop : at + tab;
            _fields[field] = (at, end);
            at = end + 1;
        }

        _start = stop + 1;
        return true;
    }

    /// <summary>Whether the row has no value there.</summary>
    public bool IsMissing(int field) => Bytes(field).SequenceEqual("\\N"u8);

    public string Text(int field)
    {
        ReadOnlySpan<byte> bytes = Bytes(field);
        string text = Encoding.UTF8.GetString(bytes);
        return bytes.Contains((byte)'\\')
            ? text.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
            : text;
    }

    public long Number(int field) =>
        Utf8Parser.TryParse(Bytes(field), out long number, out _) ? number : throw new InvalidDataException($"\"{Text(field)}\" in {path} is no whole number.");

    public bool Boolean(int field) => Bytes(field) is [(byte)'1'];

    /// <summary>The tags of an array literal; the race's tags hold no commas, quotes or braces.</summary>
    public string[] Tags(int field) => Text(field)[1..^1].Split(',');

    /// <summary>A day, counted from 1970-01-01.</summary>
    public int Day(int field) => DayOf(Bytes(field));

    /// <summary>An instant, in milliseconds since 1970.</summary>
    public long Instant(int field)
    {
        ReadOnlySpan<byte> bytes = Bytes(field);
        long seconds = (((Digits(bytes.Slice(11, 2)) * 60) + Digits(bytes.Slice(14, 2))) * 60) + Digits(bytes.Slice(17, 2));
        return (DayOf(bytes) * 86_400_000L) + (seconds * 1000) + Digits(bytes.Slice(20, 3));
    }

    public void Dispose() => _file.Dispose();

    private static int DayOf(ReadOnlySpan<byte> bytes) =>
        new DateOnly(Digits(bytes[..4]), Digits(bytes.Slice(5, 2)), Digits(bytes.Slice(8, 2))).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static int Digits(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }

    private ReadOnlySpan<byte> Bytes(int field) => _buffer.AsSpan(_fields[field].Start, _fields[field].End - _fields[field].Start);

    private bool Fill()
    {
        if (_start == 0 && _end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = _file.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
