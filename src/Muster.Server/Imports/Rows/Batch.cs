using Muster.Storage.Records;

namespace Muster.Server.Imports.Rows;

/// <summary>A row that is ready to be written.</summary>
/// <param name="Id">Its id, or the one it gets where it matches no profile.</param>
/// <param name="EmailKey">What a profile may be matched by: see <see cref="Identity"/>. Null where the row has an id, or no e-mail.</param>
/// <param name="PhoneKey">As <paramref name="EmailKey"/>, by phone.</param>
/// <param name="Start">Where its document begins, in bytes.</param>
/// <param name="Length">The length of its document, in bytes.</param>
internal readonly record struct BatchRow(string Id, string? EmailKey, string? PhoneKey, int Start, int Length);

/// <summary>The rows of one transaction, in the order of the file.</summary>
internal sealed class Batch(int ownerLinks)
{
    /// <summary>Above that many bytes of documents a batch is full.</summary>
    public const int MaxBytes = 4 << 20;

    public DocumentBuffer Documents { get; } = new();

    public List<BatchRow> Rows { get; } = [];

    /// <summary>For each row the ids in its owner links, null where there is none: <see cref="OwnerLinks"/> of them.</summary>
    public List<string?> Owners { get; } = [];

    public int OwnerLinks => ownerLinks;

    /// <summary>Fields to add before the rows are written.</summary>
    public IReadOnlyList<NewField> NewFields { get; set; } = [];

    /// <summary>Rows read and refused until the end of the batch, since the beginning of the file.</summary>
    public (long Read, long Refused) Until { get; set; }

    public bool IsFull(int rows) => Rows.Count >= rows || Documents.Length >= MaxBytes;
}
