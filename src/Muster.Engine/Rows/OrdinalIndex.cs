namespace Muster.Engine.Rows;

/// <summary>
/// From the 32-bit hash of an id to ordinals, by open addressing. What it finds has to be held against the id itself, which is not kept here.
/// Cost: 8 bytes a slot, at most 3 of 4 slots used: 11 to 21 bytes an entry.
/// </summary>
internal sealed class OrdinalIndex
{
    private ulong[] _slots = new ulong[64];
    private int _count;

    public int Count => _count;

    public long Bytes => _slots.Length * (long)sizeof(ulong);

    public void Add(uint tag, int ordinal)
    {
        if (_count >= _slots.Length / 4 * 3)
        {
            ulong[] old = _slots;
            _slots = new ulong[old.Length * 2];
            foreach (ulong slot in old)
            {
                if (slot != 0)
                {
                    Place(slot);
                }
            }
        }

        Place(((ulong)tag << 32) | ((uint)ordinal + 1));
        _count++;
    }

    /// <summary>The ordinals under a tag.</summary>
    public Matches Find(uint tag) => new(_slots, tag);

    /// <summary>Takes an entry away, if it is there.</summary>
    public void Remove(uint tag, int ordinal)
    {
        ulong entry = ((ulong)tag << 32) | ((uint)ordinal + 1);
        int mask = _slots.Length - 1;
        int at = Home(entry, mask);
        while (_slots[at] != entry)
        {
            if (_slots[at] == 0)
            {
                return;
            }

            at = (at + 1) & mask;
        }

        // What follows moves up where that brings it nearer to its home, so that no search ends early at the gap.
        int next = at;
        while (true)
        {
            next = (next + 1) & mask;
            if (_slots[next] == 0)
            {
                break;
            }

            int home = Home(_slots[next], mask);
            if (((next - home) & mask) >= ((next - at) & mask))
            {
                _slots[at] = _slots[next];
                at = next;
            }
        }

        _slots[at] = 0;
        _count--;
    }

    private static int Home(ulong slot, int mask) => (int)(slot >> 32) & mask;

    private void Place(ulong slot)
    {
        int mask = _slots.Length - 1;
        int at = Home(slot, mask);
        while (_slots[at] != 0)
        {
            at = (at + 1) & mask;
        }

        _slots[at] = slot;
    }

    /// <summary>Walks over the ordinals under a tag.</summary>
    public struct Matches(ulong[] slots, uint tag)
    {
        private int _at = ((int)tag & (slots.Length - 1)) - 1;

        public int Current { get; private set; }

        public readonly Matches GetEnumerator() => this;

        public bool MoveNext()
        {
            while (true)
            {
                _at = (_at + 1) & (slots.Length - 1);
                ulong slot = slots[_at];
                if (slot == 0)
                {
                    return false;
                }

                if (slot >> 32 == tag)
                {
                    Current = (int)(uint)slot - 1;
                    return true;
                }
            }
        }
    }
}
