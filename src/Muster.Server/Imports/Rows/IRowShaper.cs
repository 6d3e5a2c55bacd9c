namespace Muster.Server.Imports.Rows;

/// <summary>Makes records of the rows of one format. The first rows are observed, then the fields settled, then all rows shaped, those first ones included.</summary>
internal interface IRowShaper
{
    void Observe(ReadOnlySpan<byte> row);

    /// <summary>Fixes what each column is.</summary>
    void Settle();

    /// <summary>Puts a row into the batch.</summary>
    /// <returns>Why it is refused; null where it is not.</returns>
    string? Shape(ReadOnlySpan<byte> row, long line, Batch batch);

    /// <summary>Ends the file.</summary>
    void Finish();
}
