using System.Text;

namespace Muster.Server.Imports.Reading;

/// <summary>A file opened for import: its encoding found, its text in UTF-8 from the first character after the byte-order mark.</summary>
internal sealed class ImportSource
{
    /// <summary>What bytes that are no text in the file's encoding become: U+FFFF, which is set aside to stand for no character.</summary>
    private const string Undecodable = "\uFFFF";

    private readonly CountingStream _counter;

    private readonly bool _isTranscoded;

    private ImportSource(CountingStream counter, ByteWindow window, EncodingGuess guess, byte[] head)
    {
        _counter = counter;
        Window = window;
        Head = head;
        EncodingName = guess.Name;
        _isTranscoded = guess.Encoding is not UTF8Encoding;
        MayBeWindows1252 = guess.Open;
    }

    public ByteWindow Window { get; }

    /// <summary>The first bytes as they came.</summary>
    public byte[] Head { get; }

    public string EncodingName { get; private set; }

    /// <summary>Whether only ASCII was met so far, so that the first other bytes decide between UTF-8 and Windows-1252.</summary>
    public bool MayBeWindows1252 { get; private set; }

    public long BytesRead => _counter.BytesRead;

    /// <exception cref="ImportException">There is no encoding of that name.</exception>
    public static async ValueTask<ImportSource> OpenAsync(Stream input, string? encodingName, CancellationToken cancellationToken)
    {
        CountingStream counter = new(input);
        byte[] head = new byte[EncodingGuess.SampleSize];
        int length = await counter.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        Array.Resize(ref head, length);
        EncodingGuess guess = encodingName is null ? EncodingGuess.From(head) : EncodingGuess.Given(encodingName, head);
        Stream rest = new PrefixedStream(head.AsMemory(guess.MarkLength), counter);
        if (guess.Encoding is not UTF8Encoding)
        {
            Encoding encoding = (Encoding)guess.Encoding.Clone();
            encoding.DecoderFallback = new DecoderReplacementFallback(Undecodable);
            rest = Encoding.CreateTranscodingStream(rest, encoding, Encoding.UTF8, leaveOpen: true);
        }

        ByteWindow window = new(rest);
        await window.FillAsync(cancellationToken);
        return new(counter, window, guess, head);
    }

    /// <summary>
    /// Says why a record cannot be text; null where it is. <paramref name="again"/> is set where it turned out that the file is in Windows-1252:
    /// the window holds other bytes now, and the record is to be read again.
    /// </summary>
    public string? Check(ReadOnlySpan<byte> record, out bool again)
    {
        again = false;
        if (record.Contains((byte)0))
        {
            return "It holds a NUL character.";
        }

        if (Ascii.IsValid(record))
        {
            return null;
        }

        bool valid = System.Text.Unicode.Utf8.IsValid(record);
        if (!valid && MayBeWindows1252)
        {
            again = true;
            EncodingName = EncodingGuess.Windows1252.WebName;
            Window.SwitchTo(EncodingGuess.Windows1252);
        }

        MayBeWindows1252 = false;
        if (_isTranscoded && record.IndexOf("\uFFFF"u8) >= 0)
        {
            return $"It holds bytes that are no text in {EncodingName}.";
        }

        return valid || again ? null : "It is not valid UTF-8.";
    }

    private sealed class CountingStream(Stream inner) : ReadOnlyStream
    {
        private long _bytesRead;

        public long BytesRead => Interlocked.Read(ref _bytesRead);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await inner.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref _bytesRead, read);
            return read;
        }
    }

    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_prefix.IsEmpty)
            {
                return rest.ReadAsync(buffer, cancellationToken);
            }

            int count = Math.Min(_prefix.Length, buffer.Length);
            _prefix[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return new(count);
        }
    }

    /// <summary>A stream that is read forward, without blocking: a request's body allows nothing else.</summary>
    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
