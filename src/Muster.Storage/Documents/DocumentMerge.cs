using System.Buffers;
using System.Text.Json;

namespace Muster.Storage.Documents;

/// <summary>Lays documents over documents and tells whether they differ. Reuses its buffer; not thread-safe.</summary>
internal sealed class DocumentMerge
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    /// <summary>The document that was read, each name in it once, and, where asked, without its nulls. It is the one that came where nothing has to change.</summary>
    public ReadOnlyMemory<byte> Normalize(JsonFields fields, bool withoutNulls)
    {
        if (!fields.HasDuplicates && !(withoutNulls && fields.HasNulls))
        {
            return fields.Document;
        }

        _buffer.ResetWrittenCount();
        for (int index = 0; index < fields.Count; index++)
        {
            if (!(withoutNulls && fields.IsNullAt(index)))
            {
                fields.Append(_buffer, index);
            }
        }

        return Close();
    }

    /// <summary>The fields of <paramref name="patch"/> laid over those of <paramref name="existing"/>; a null takes a field away. Null where that changes nothing.</summary>
    public byte[]? Merge(JsonFields existing, JsonFields patch)
    {
        _buffer.ResetWrittenCount();
        bool changed = false;
        for (int index = 0; index < existing.Count; index++)
        {
            int patched = patch.Find(existing.NameAt(index));
            if (patched < 0)
            {
                existing.Append(_buffer, index);
            }
            else if (patch.IsNullAt(patched))
            {
                changed = true;
            }
            else if (AreEqual(existing.ValueAt(index), patch.ValueAt(patched)))
            {
                existing.Append(_buffer, index);
            }
            else
            {
                changed = true;
                existing.Append(_buffer, index, patch.ValueAt(patched).Span);
            }
        }

        for (int index = 0; index < patch.Count; index++)
        {
            if (!patch.IsNullAt(index) && existing.Find(patch.NameAt(index)) < 0)
            {
                changed = true;
                patch.Append(_buffer, index);
            }
        }

        return changed ? Close() : null;
    }

    /// <summary>Whether two JSON values are the same: the order of keys and the formatting do not count, and 1.0 is 1.</summary>
    public static bool AreEqual(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        if (left.Span.SequenceEqual(right.Span))
        {
            return true;
        }

        using JsonDocument mine = JsonDocument.Parse(left);
        using JsonDocument theirs = JsonDocument.Parse(right);
        return JsonElement.DeepEquals(mine.RootElement, theirs.RootElement);
    }

    private byte[] Close()
    {
        if (_buffer.WrittenCount == 0)
        {
            return [(byte)'{', (byte)'}'];
        }

        _buffer.Write("}"u8);
        return _buffer.WrittenSpan.ToArray();
    }
}
