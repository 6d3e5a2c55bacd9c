using Muster.Engine.Columns;

namespace Muster.Engine.Partitions;

/// <summary>Rows with columns: what conditions are tested on. A block's rows are profiles, a row group's are related rows.</summary>
internal abstract class Table
{
    /// <summary>Rows, dead ones included.</summary>
    public abstract int Count { get; }

    /// <summary>The column in a slot; null where no row has a value.</summary>
    public abstract Column? Column(int slot);
}
