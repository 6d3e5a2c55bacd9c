using System.Buffers.Text;

namespace Muster.Engine.Columns;

/// <summary>
/// Ids that end in a number, such as <c>e1042</c>, as the number and a code for what stands before it: 4 bytes a row, 5 where there are several
/// such prefixes. Prefixes are ASCII, so that the fold of an id is the fold of its prefix and the number.
/// </summary>
/// <remarks>
/// An id has one split only: at most nine digits from the end, leading zeros left to the prefix. Whoever reads while another row is written sees
/// whole rows: arrays are replaced, never moved within.
/// </remarks>
internal sealed class PackedIds
{
    /// <summary>Bytes that hold any packed id.</summary>
    public const int MostBytes = MostPrefixBytes + MostDigits;

    private const int MostPrefixes = 16;
    private const int MostPrefixBytes = 40;
    private const int MostDigits = 9;

    private byte[][] _prefixes = [];
    private byte[][] _folds = [];
    private uint[] _numbers = [];
    private byte[] _codes = [];

    public long Bytes => (sizeof(uint) * (long)_numbers.Length) + _codes.Length;

    /// <summary>Whether an id was met for which there was no room among the prefixes: the ids are not of a few series, and better kept as text.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Puts an id into a row.</summary>
    /// <returns>Whether it is one that can be packed.</returns>
    public bool TryPut(int row, ReadOnlySpan<byte> id)
    {
        if (IsFull || !TrySplit(id, out int digits, out uint number) || !System.Text.Ascii.IsValid(id[..^digits]))
        {
            return false;
        }

        int code = CodeOf(id[..^digits]);
        if (code < 0)
        {
            if (_prefixes.Length == MostPrefixes)
            {
                IsFull = true;
                return false;
            }

            code = _prefixes.Length;
            byte[] prefix = id[..^digits].ToArray();
            _folds = [.. _folds, [.. prefix.Select(letter => letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter)]];
            _prefixes = [.. _prefixes, prefix];
        }

        if (row >= _numbers.Length)
        {
            Array.Resize(ref _numbers, Math.Max(row + 1, Math.Max(64, Math.Min(_numbers.Length * 2, _numbers.Length + 16_384))));
        }

        if (code > 0 && _codes.Length < _numbers.Length)
        {
            Array.Resize(ref _codes, _numbers.Length);
        }

        _numbers[row] = number;
        if (row < _codes.Length)
        {
            _codes[row] = (byte)code;
        }

        return true;
    }

    /// <summary>Whether a packed row has this id.</summary>
    public bool IsAt(int row, ReadOnlySpan<byte> id) =>
        TrySplit(id, out int digits, out uint number) && _numbers[row] == number && id[..^digits].SequenceEqual(_prefixes[Code(row)]);

    /// <summary>Writes a packed row's id.</summary>
    /// <param name="row">The row.</param>
    /// <param name="folded">Whether its fold is wanted.</param>
    /// <param name="into">At least <see cref="MostBytes"/>.</param>
    /// <returns>The bytes written.</returns>
    public int Write(int row, bool folded, Span<byte> into)
    {
        byte[] prefix = (folded ? _folds : _prefixes)[Code(row)];
        prefix.CopyTo(into);
        Utf8Formatter.TryFormat(_numbers[row], into[prefix.Length..], out int written);
        return prefix.Length + written;
    }

    /// <summary>Gives back room that was kept to grow into.</summary>
    public void Trim(int rows)
    {
        if (_numbers.Length > rows)
        {
            Array.Resize(ref _numbers, rows);
        }

        if (_codes.Length > rows)
        {
            Array.Resize(ref _codes, rows);
        }
    }

    private int Code(int row) => row < _codes.Length ? _codes[row] : 0;

    private int CodeOf(ReadOnlySpan<byte> prefix)
    {
        for (int code = 0; code < _prefixes.Length; code++)
        {
            if (prefix.SequenceEqual(_prefixes[code]))
            {
                return code;
            }
        }

        return -1;
    }

    private static bool TrySplit(ReadOnlySpan<byte> id, out int digits, out uint number)
    {
        digits = 0;
        number = 0;
        uint unit = 1;
        int kept = 0;
        while (digits < MostDigits && digits < id.Length && id[^(digits + 1)] is >= (byte)'0' and <= (byte)'9' and var digit)
        {
            number += (uint)(digit - '0') * unit;
            unit *= 10;
            digits++;
            kept = digit == '0' ? kept : digits;
        }

        // A number of zeros alone is its last zero.
        digits = digits > 0 ? Math.Max(kept, 1) : 0;
        return digits > 0 && id.Length - digits <= MostPrefixBytes;
    }
}
