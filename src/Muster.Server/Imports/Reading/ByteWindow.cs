using System.Text;

namespace Muster.Server.Imports.Reading;

/// <summary>The bytes of a file from where reading stands, in UTF-8. It grows to what one record may take, and no further.</summary>
internal sealed class ByteWindow(Stream stream)
{
    /// <summary>The most bytes that one record may take, and the most that is held of it: 1 MiB.</summary>
    public const int MaxRecord = 1 << 20;

    private const int InitialSize = 256 << 10;

    private Stream _stream = stream;
    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _end;

    /// <summary>Whether nothing follows <see cref="Data"/>.</summary>
    public bool Ended { get; private set; }

    /// <summary>The bytes from where reading stands that are at hand; valid until the next fill.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(_start, _end - _start);

    public void Advance(int count) => _start += count;

    /// <summary>Reads until the buffer is full or the file ends; makes it larger where nothing was consumed.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        while (_end < _buffer.Length)
        {
            int read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                Ended = true;
                return;
            }

            _end += read;
        }
    }

    /// <summary>Takes everything from here on as text of that encoding, of which ASCII is a part.</summary>
    public void SwitchTo(Encoding encoding)
    {
        byte[] rest = Encoding.Convert(encoding, Encoding.UTF8, _buffer, _start, _end - _start);
        _buffer = rest.Length < InitialSize ? [.. rest, .. new byte[InitialSize - rest.Length]] : rest;
        (_start, _end) = (0, rest.Length);
        _stream = Encoding.CreateTranscodingStream(_stream, encoding, Encoding.UTF8, leaveOpen: true);
    }
}
