namespace Muster.Engine.Columns;

/// <summary>Where the engine changes how it keeps things. Tests set them low, so that little data goes through every change.</summary>
/// <param name="DictionaryTexts">Distinct texts below which a field's dictionary is always worth it.</param>
/// <param name="HeapGarbage">Bytes of replaced text below which a heap is not written anew.</param>
/// <param name="ListedRows">Rows of a tag that are listed, before they become a bitmap; so many take the bytes of a partition's bitmap.</param>
/// <param name="LooseRows">Rows that a group may have unsorted, or dead, beside a share of its rows.</param>
internal sealed record Tuning(int DictionaryTexts, int HeapGarbage, int ListedRows, int LooseRows)
{
    public static Tuning Default { get; } = new(DictionaryTexts: 4_096, HeapGarbage: 4_096, ListedRows: 2_048, LooseRows: 1_024);
}
