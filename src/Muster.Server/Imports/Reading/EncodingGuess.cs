using System.Buffers;
using System.Text;

namespace Muster.Server.Imports.Reading;

/// <summary>The encoding of a file, from its first bytes or as given.</summary>
/// <param name="Encoding">The encoding.</param>
/// <param name="MarkLength">The length of the byte-order mark, in bytes.</param>
/// <param name="Open">Whether the bytes were ASCII alone, so that later ones decide.</param>
internal sealed record EncodingGuess(Encoding Encoding, int MarkLength, bool Open)
{
    /// <summary>How many bytes are looked at.</summary>
    public const int SampleSize = 64 << 10;

    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    // Longer marks first: that of UTF-32 begins with that of UTF-16.
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], Utf8), ([0xFF, 0xFE, 0, 0], Encoding.UTF32), ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: true)),
        ([0xFF, 0xFE], Encoding.Unicode), ([0xFE, 0xFF], Encoding.BigEndianUnicode),
    ];

    public string Name => Encoding.WebName;

    public static EncodingGuess From(ReadOnlySpan<byte> sample)
    {
        foreach ((byte[] mark, Encoding marked) in Marks)
        {
            if (sample.StartsWith(mark))
            {
                return new(marked, mark.Length, Open: false);
            }
        }

        if (WideWithoutMark(sample) is { } wide)
        {
            return new(wide, 0, Open: false);
        }

        (int sequences, int faults) = CountUtf8(sample);
        return sequences == 0 && faults == 0 ? new(Utf8, 0, Open: true) : new(sequences > faults ? Utf8 : Windows1252, 0, Open: false);
    }

    /// <exception cref="ImportException">There is no encoding of that name.</exception>
    public static EncodingGuess Given(string name, ReadOnlySpan<byte> sample)
    {
        Encoding encoding = Find(name.Trim()) ?? throw new ImportException(
            $"There is no encoding \"{name}\". Common ones are utf-8, utf-16, windows-1252, iso-8859-1, iso-8859-15 and shift_jis.");
        foreach ((byte[] mark, Encoding marked) in Marks)
        {
            if (marked.CodePage == encoding.CodePage && sample.StartsWith(mark))
            {
                return new(encoding, mark.Length, Open: false);
            }
        }

        return new(encoding, 0, Open: false);
    }

    private static Encoding? Find(string name)
    {
        if (name.Equals("utf8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return Utf8;
        }

        if (name.Equals("latin1", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.Latin1;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>UTF-16 by its zeros: text in Latin letters has one in every second byte, always on the same side.</summary>
    private static Encoding? WideWithoutMark(ReadOnlySpan<byte> sample)
    {
        int pairs = Math.Min(sample.Length, 4096) / 2;
        int evenZeros = 0;
        int oddZeros = 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            evenZeros += sample[2 * pair] == 0 ? 1 : 0;
            oddZeros += sample[(2 * pair) + 1] == 0 ? 1 : 0;
        }

        return pairs < 2 ? null
            : oddZeros > pairs / 2 && evenZeros < pairs / 20.0 ? Encoding.Unicode
            : evenZeros > pairs / 2 && oddZeros < pairs / 20.0 ? Encoding.BigEndianUnicode
            : null;
    }

    /// <summary>Sequences of several bytes that are UTF-8, and faults. Text of another encoding has nearly none of the first, damaged UTF-8 few of the second.</summary>
    private static (int Sequences, int Faults) CountUtf8(ReadOnlySpan<byte> sample)
    {
        // A sample of full size may end within a character.
        bool cut = sample.Length == SampleSize;
        int sequences = 0;
        int faults = 0;
        while (!sample.IsEmpty)
        {
            int ascii = sample.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0)
            {
                break;
            }

            sample = sample[ascii..];
            OperationStatus status = Rune.DecodeFromUtf8(sample, out _, out int length);
            if (status == OperationStatus.Done)
            {
                sequences++;
            }
            else if (status != OperationStatus.NeedMoreData || sample.Length > 3)
            {
                faults++;
            }
            else if (!cut)
            {
                faults++;
            }

            sample = sample[length..];
        }

        return (sequences, faults);
    }
}
