using Muster.Engine.Columns;
using Muster.Engine.Kernels;
using Muster.Engine.Partitions;
using Muster.Engine.Rows;

namespace Muster.Engine.Derived;

/// <summary>The latest of a profile's own instant and of the instants of its rows.</summary>
/// <param name="ownSlot">The profile's own.</param>
/// <param name="parts">For each object, the slots of its instants; of a row, the first that has a value counts.</param>
internal sealed class LatestActivity(int ownSlot, (ObjectStore Store, int[] Slots)[] parts) : IDerivedValues
{
    /// <summary>The latest instant of each profile of a block, and which have one.</summary>
    public void Compute(Block block, Span<long> latest, Span<ulong> known)
    {
        known.Clear();
        latest.Clear();
        if (ownSlot >= 0 && block.Column(ownSlot) is InstantColumn own)
        {
            own.Present(known);
            foreach (int row in Bits.Of(known))
            {
                latest[row] = own.Values[row];
            }
        }

        foreach ((ObjectStore store, int[] slots) in parts)
        {
            foreach (RowGroup group in block.Rows(store))
            {
                Add(group, slots, latest, known);
            }
        }
    }

    private static void Add(RowGroup group, int[] slots, Span<long> latest, Span<ulong> known)
    {
        using Rented<ulong> open = new(group.Live.Length);
        using Rented<ulong> present = new(group.Live.Length);
        group.Live.CopyTo(open.Span);
        ReadOnlySpan<ushort> owners = group.Owners;
        foreach (int slot in slots)
        {
            if (group.Column(slot) is not InstantColumn instants)
            {
                continue;
            }

            instants.Present(present.Span);
            Bits.And(present.Span, open.Span);
            Bits.AndNot(open.Span, present.Span);
            ReadOnlySpan<long> values = instants.Values;
            foreach (int row in Bits.Of(present.Span))
            {
                int owner = owners[row];
                if (!Bits.Get(known, owner) || values[row] > latest[owner])
                {
                    latest[owner] = values[row];
                    Bits.Set(known, owner);
                }
            }
        }
    }
}
