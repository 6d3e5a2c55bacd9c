using Muster.Engine.Derived;
using Muster.Engine.Kernels;
using Muster.Engine.Rows;
using Muster.Rules.Schema;

namespace Muster.Engine.Partitions;

/// <summary>Up to 65,536 profiles with all that belongs to them, so that a rule is answered for them without looking elsewhere but for companies.</summary>
internal abstract class Block(Layout layout) : Table
{
    /// <summary>Profiles in a full block.</summary>
    public const int Size = 65_536;

    /// <summary>Words of a bitmap over a full block.</summary>
    public const int FullWords = Size / 64;

    public Layout Layout => layout;

    /// <summary>Words of a bitmap over the block.</summary>
    public int Words => Bits.Words(Count);

    /// <summary>Which profiles exist; the others were only referred to, or are deleted.</summary>
    public abstract ReadOnlySpan<ulong> Alive { get; }

    /// <summary>Which profiles are of a kind, existing or not.</summary>
    public abstract ReadOnlySpan<ulong> OfKind(ProfileKind kind);

    /// <summary>The related rows of an object, in groups; made ready to be read.</summary>
    public abstract IReadOnlyList<RowGroup> Rows(ObjectStore store);

    /// <summary>Values that are computed over rows and kept with the partitions, as the rows are now.</summary>
    public abstract DerivedColumn Derived(Derivation derivation, IDerivedValues values);

    /// <summary>The ordinal of a profile, by its position.</summary>
    public abstract int OrdinalAt(int position);

    /// <summary>Called when a profile's rows changed.</summary>
    public virtual void Touch(ObjectStore store, int position)
    {
    }

    /// <summary>Marks the members of a list; writes all words.</summary>
    public abstract void Members(StaticList list, Span<ulong> words);

    /// <summary>Marks the profiles that an audience holds; writes all words.</summary>
    public void In(Audience audience, Span<ulong> words)
    {
        words.Clear();
        foreach (ProfileKind kind in Audiences.KindsOf(audience))
        {
            Bits.Or(words, OfKind(kind));
        }

        Bits.And(words, Alive);
        if (audience != Audience.Leads)
        {
            return;
        }

        using Rented<ulong> given = new(words.Length);
        using Rented<ulong> reachable = new(words.Length, clear: true);
        foreach (int slot in layout.MeansSlots)
        {
            Column(slot)?.Present(given.Span);
            if (Column(slot) is not null)
            {
                Bits.Or(reachable.Span, given.Span);
            }
        }

        Bits.And(words, reachable.Span);
        foreach (int slot in layout.ClientLinkSlots)
        {
            if (Column(slot) is { } link)
            {
                link.Present(given.Span);
                Bits.AndNot(words, given.Span);
            }
        }
    }
}
