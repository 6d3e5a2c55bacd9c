using Muster.Engine.Partitions;
using Muster.Rules.Schema;

namespace Muster.Engine.Evaluation;

/// <summary>Adds up what an engine holds.</summary>
internal static class Statistician
{
    public static EngineStatistics Describe(Population population, IEnumerable<StaticList> lists)
    {
        Layout layout = population.Layout;
        long bytes = population.IndexBytes + lists.Sum(list => list.Bytes);
        bytes += layout.ProfileFields.Concat(layout.Objects.SelectMany(store => store.Fields)).Sum(field => field.Dictionary?.Bytes ?? 0);
        bytes += layout.Objects.Sum(store => store.Ids.Bytes);
        foreach (Partition partition in population.Partitions)
        {
            bytes += partition.Ids.Bytes + (3 * Block.FullWords * sizeof(ulong));
            bytes += partition.Columns.Sum(column => column.Bytes) + partition.AllRows.Sum(group => group.Bytes) + partition.Kept.Sum(kept => kept.Bytes);
        }

        return new(
            Enum.GetValues<ProfileKind>().ToDictionary(kind => kind, population.Alive),
            layout.Objects.Where(store => store != layout.DeletedDeals && store.Records > 0).ToDictionary(store => store.Type.Name, store => store.Records),
            population.Partitions.Count,
            bytes);
    }
}
