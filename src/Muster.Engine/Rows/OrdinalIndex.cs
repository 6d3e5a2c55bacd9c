namespace Muster.Engine.Rows;

/// <summary>
/// From the 32-bit hash of an id to ordinals, by open addressing. What it finds has to be held against the id itself, which is not kept here.
/// Entries lie in the order of their hashes, near enough, so that growing is a walk, not a scatter, and may be by any factor.
/// Cost: 8 bytes a slot, 5 to 6 of 8 slots used: 10 to 13 bytes an entry.
/// </summary>
internal sealed class OrdinalIndex
{
    private ulong[] _slots = new ulong[64];
    private int _count;

    public int Count => _count;

    public long Bytes => _slots.Length * (long)sizeof(ulong);

    public void Add(uint tag, int ordinal)
    {
        if (_count >= (int)(_slots.Length * 0.8))
        {
            ulong[] old = _slots;
            _slots = new ulong[old.Length + (old.Length / 10 * 3) + 1];
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
        int length = _slots.Length;
        int at = Home(entry, length);
        while (_slots[at] != entry)
        {
            if (_slots[at] == 0)
            {
                return;
            }

            at = Next(at, length);
        }

        // What follows moves up where that brings it nearer to its home, so that no search ends early at the gap.
        int next = at;
        while (true)
        {
            next = Next(next, length);
            if (_slots[next] == 0)
            {
                break;
            }

            int home = Home(_slots[next], length);
            if (Distance(home, next, length) >= Distance(at, next, length))
            {
                _slots[at] = _slots[next];
                at = next;
            }
        }

        _slots[at] = 0;
        _count--;
    }

    private static int Home(ulong slot, int length) => (int)(((slot >> 32) * (uint)length) >> 32);

    private static int Next(int at, int length) => at + 1 == length ? 0 : at + 1;

    private static int Distance(int from, int to, int length) => to >= from ? to - from : to - from + length;

    private void Place(ulong slot)
    {
        int at = Home(slot, _slots.Length);
        while (_slots[at] != 0)
        {
            at = Next(at, _slots.Length);
        }

        _slots[at] = slot;
    }

    /// <summary>Walks over the ordinals under a tag.</summary>
    public struct Matches(ulong[] slots, uint tag)
    {
        private int _at = Home((ulong)tag << 32, slots.Length) - 1;

        public int Current { get; private set; }

        public readonly Matches GetEnumerator() => this;

        public bool MoveNext()
        {
            while (true)
            {
                _at = Next(_at, slots.Length);
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
