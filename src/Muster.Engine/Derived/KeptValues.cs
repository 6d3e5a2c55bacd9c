using Muster.Engine.Kernels;
using Muster.Engine.Partitions;

namespace Muster.Engine.Derived;

/// <summary>
/// The values of a <see cref="Derivation"/> in one partition: computed when first asked for, then kept. The writer marks the profiles that it
/// touches; the next reader computes those again, and no others unless they are many.
/// </summary>
/// <remarks>Cost: 8 bytes and 2 bits a profile. Many readers, or one writer and no reader.</remarks>
internal sealed class KeptValues(Derivation derivation)
{
    // Above one touched profile in so many, computing all is cheaper than gathering those.
    private const int MostTouched = 16;

    private readonly Lock _computing = new();
    private readonly ulong[] _touched = new ulong[Block.FullWords];
    private readonly DerivedColumn _column = derivation.NewColumn();
    private int _known;
    private volatile bool _fresh;

    public Derivation Derivation => derivation;

    public long Bytes => _column.Bytes + (Block.FullWords * sizeof(ulong));

    /// <summary>Marks a profile whose rows or own field changed, or that is new.</summary>
    public void Touch(int position)
    {
        Bits.Set(_touched, position);
        _fresh = false;
    }

    /// <summary>The values, as the rows are now.</summary>
    public DerivedColumn Values(Population population, Partition partition, IDerivedValues values)
    {
        if (!_fresh)
        {
            lock (_computing)
            {
                if (!_fresh)
                {
                    Refresh(population, partition, values);
                    _touched.AsSpan().Clear();
                    _known = partition.Count;
                    _fresh = true;
                }
            }
        }

        return _column;
    }

    private void Refresh(Population population, Partition partition, IDerivedValues values)
    {
        int touched = (int)Bits.Count(_touched);
        if (_known == 0 || touched > partition.Count / MostTouched)
        {
            Compute(partition, values, [.. Enumerable.Range(0, partition.Count)]);
        }
        else if (touched > 0)
        {
            int[] positions = new int[touched];
            int[] ordinals = new int[touched];
            int next = 0;
            foreach (int position in Bits.Of(_touched))
            {
                positions[next] = position;
                ordinals[next++] = partition.OrdinalAt(position);
            }

            Compute(new Selection(population, ordinals), values, positions);
        }
    }

    /// <summary>Computes the values of a block's profiles and puts them where those are in the partition.</summary>
    private void Compute(Block block, IDerivedValues values, int[] positions)
    {
        using Rented<long> computed = new(block.Count);
        using Rented<ulong> known = new(block.Words);
        values.Compute(block, computed.Span, known.Span);
        if (derivation.Always)
        {
            known.Span.Fill(ulong.MaxValue);
        }

        for (int i = 0; i < positions.Length; i++)
        {
            if (Bits.Get(known.Span, i))
            {
                _column.Put(positions[i], computed.Span[i]);
            }
            else
            {
                _column.Clear(positions[i]);
            }
        }
    }
}
