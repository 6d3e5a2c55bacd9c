using System.Buffers;

namespace Muster.Server.Imports.Rows;

/// <summary>The documents of a batch, one behind the other; the last can be taken back.</summary>
internal sealed class DocumentBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[64 << 10];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Slice(int start, int length) => _bytes.AsMemory(start, length);

    public void Truncate(int length) => Length = length;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => MakeRoom(sizeHint).AsMemory(Length);

    public Span<byte> GetSpan(int sizeHint = 0) => MakeRoom(sizeHint).AsSpan(Length);

    private byte[] MakeRoom(int sizeHint)
    {
        int needed = Length + Math.Max(sizeHint, 256);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }

        return _bytes;
    }
}
