using System.Numerics;

namespace Muster.Engine.Kernels;

/// <summary>Algebra of bitmaps: 64 rows a word, the lowest row in bit 0. Spans given together have the same length.</summary>
internal static class Bits
{
    /// <summary>Words that hold <paramref name="count"/> bits.</summary>
    public static int Words(int count) => (count + 63) >> 6;

    public static bool Get(ReadOnlySpan<ulong> words, int index) => (words[index >> 6] >> index & 1) != 0;

    public static void Set(Span<ulong> words, int index) => words[index >> 6] |= 1UL << index;

    public static void Clear(Span<ulong> words, int index) => words[index >> 6] &= ~(1UL << index);

    /// <summary>Sets the first <paramref name="count"/> bits and clears the others.</summary>
    public static void Fill(Span<ulong> words, int count)
    {
        int whole = count >> 6;
        words[..whole].Fill(ulong.MaxValue);
        words[whole..].Clear();
        if ((count & 63) != 0)
        {
            words[whole] = (1UL << count) - 1;
        }
    }

    public static void And(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        int word = 0;
        for (; word <= into.Length - Vector<ulong>.Count; word += Vector<ulong>.Count)
        {
            (new Vector<ulong>(into[word..]) & new Vector<ulong>(other[word..])).CopyTo(into[word..]);
        }

        for (; word < into.Length; word++)
        {
            into[word] &= other[word];
        }
    }

    public static void Or(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        int word = 0;
        for (; word <= into.Length - Vector<ulong>.Count; word += Vector<ulong>.Count)
        {
            (new Vector<ulong>(into[word..]) | new Vector<ulong>(other[word..])).CopyTo(into[word..]);
        }

        for (; word < into.Length; word++)
        {
            into[word] |= other[word];
        }
    }

    /// <summary>Takes the bits of <paramref name="other"/> out of <paramref name="into"/>.</summary>
    public static void AndNot(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        int word = 0;
        for (; word <= into.Length - Vector<ulong>.Count; word += Vector<ulong>.Count)
        {
            Vector.AndNot(new Vector<ulong>(into[word..]), new Vector<ulong>(other[word..])).CopyTo(into[word..]);
        }

        for (; word < into.Length; word++)
        {
            into[word] &= ~other[word];
        }
    }

    /// <summary>Makes <paramref name="into"/> its complement within <paramref name="candidates"/>.</summary>
    public static void Complement(Span<ulong> into, ReadOnlySpan<ulong> candidates)
    {
        int word = 0;
        for (; word <= into.Length - Vector<ulong>.Count; word += Vector<ulong>.Count)
        {
            Vector.AndNot(new Vector<ulong>(candidates[word..]), new Vector<ulong>(into[word..])).CopyTo(into[word..]);
        }

        for (; word < into.Length; word++)
        {
            into[word] = candidates[word] & ~into[word];
        }
    }

    public static bool IsEmpty(ReadOnlySpan<ulong> words) => !words.ContainsAnyExcept(0UL);

    public static long Count(ReadOnlySpan<ulong> words)
    {
        long count = 0;
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>The set bits, in order.</summary>
    public static BitEnumerator Of(ReadOnlySpan<ulong> words) => new(words);

    /// <summary>Walks over set bits without allocating.</summary>
    public ref struct BitEnumerator(ReadOnlySpan<ulong> words)
    {
        private readonly ReadOnlySpan<ulong> _words = words;
        private ulong _rest;
        private int _word = -1;

        public int Current { get; private set; }

        public readonly BitEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_word >= _words.Length)
                {
                    return false;
                }

                _rest = _words[_word];
            }

            Current = (_word << 6) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
