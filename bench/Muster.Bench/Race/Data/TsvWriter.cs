using System.Text;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.Bench.Race.Data;

/// <summary>Writes rows as tab-separated text that PostgreSQL and ClickHouse both read: <c>\N</c> for no value, a backslash before what would end a field.</summary>
/// <remarks>
/// Money is in whole cents, instants are in UTC, tags are an array literal of PostgreSQL's, and text is folded (NFC, without case), as a team that compares
/// without case on PostgreSQL or ClickHouse would store it.
/// </remarks>
internal sealed class TsvWriter(Stream stream) : IDisposable
{
    private const int Capacity = 1 << 20;
    private const int LongestNumber = 32;
    private const long UnitsPerCent = Money.Scale / 100;

    private readonly byte[] _buffer = new byte[Capacity];
    private int _used;
    private bool _inRow;

    public void Value(in FieldValue value)
    {
        Separate();
        if (value.IsMissing)
        {
            Put("\\N"u8);
            return;
        }

        switch (value.Type)
        {
            case FieldType.Text:
                Text(TextFold.Fold(value.AsText()));
                break;
            case FieldType.Tags:
                Text("{" + string.Join(',', value.AsTags().Select(TextFold.Fold)) + "}");
                break;
            case FieldType.Number:
                Format(value.AsNumber());
                break;
            case FieldType.Money:
                Format(value.AsMoney() % UnitsPerCent == 0 ? value.AsMoney() / UnitsPerCent : throw new InvalidOperationException("The race takes whole cents."));
                break;
            case FieldType.Boolean:
                Put(value.AsBoolean() ? "1"u8 : "0"u8);
                break;
            case FieldType.Date:
                Format(DateTime.UnixEpoch.AddDays(value.AsDate()), "yyyy-MM-dd");
                break;
            case FieldType.DateTime:
                Format(DateTime.UnixEpoch.AddMilliseconds(value.AsDateTime()), "yyyy-MM-dd HH:mm:ss.fff");
                break;
            default:
                throw new InvalidOperationException($"A column of {value.Type} is written as a number.");
        }
    }

    /// <summary>A row's number, or a link to one; none where it is 0.</summary>
    public void Link(long id)
    {
        Separate();
        if (id == 0)
        {
            Put("\\N"u8);
        }
        else
        {
            Format(id);
        }
    }

    public void EndRow()
    {
        Reserve(1);
        _buffer[_used++] = (byte)'\n';
        _inRow = false;
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }

    private void Text(string text)
    {
        if (text.AsSpan().ContainsAny("\\\t\n\r"))
        {
            text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
        }

        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _used += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used));
    }

    private void Format<T>(T value, string? format = null)
        where T : IUtf8SpanFormattable
    {
        Reserve(LongestNumber);
        if (!value.TryFormat(_buffer.AsSpan(_used), out int written, format, System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException($"{value} takes more than {LongestNumber} bytes.");
        }

        _used += written;
    }

    private void Separate()
    {
        if (_inRow)
        {
            Put("\t"u8);
        }

        _inRow = true;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Reserve(int size)
    {
        if (Capacity - _used < size)
        {
            Flush();
        }
    }

    private void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
