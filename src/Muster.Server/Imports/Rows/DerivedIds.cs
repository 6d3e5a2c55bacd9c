using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Server.Imports.Rows;

/// <summary>
/// Ids for rows that have none, the same whenever the same file is read: of what a profile is known by, or of the content of the row and how
/// often it was met before. Memory: some 40 bytes for each row that is known by its content alone.
/// </summary>
internal sealed class DerivedIds : IDisposable
{
    private readonly byte[] _object;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<UInt128, int> _met = [];

    public DerivedIds(string objectName)
    {
        _object = Encoding.UTF8.GetBytes(objectName);
        Begin();
    }

    /// <summary>The id of who is known by that key.</summary>
    public string OfKey(string key)
    {
        Append(Encoding.UTF8.GetBytes(key));
        return Format(Finish());
    }

    /// <summary>Adds a part of the content of a row.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        // The length keeps "a" + "bc" apart from "ab" + "c".
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        _hash.AppendData(length);
        _hash.AppendData(part);
    }

    /// <summary>The id of the content that was added.</summary>
    public string OfContent()
    {
        UInt128 content = Finish();
        ref int met = ref CollectionsMarshal.GetValueRefOrAddDefault(_met, content, out _);
        met++;
        return met == 1 ? Format(content) : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Format(content)}-{met}");
    }

    public void Dispose() => _hash.Dispose();

    private static string Format(UInt128 hash) => hash.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private void Begin() => Append(_object);

    private UInt128 Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        Begin();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
