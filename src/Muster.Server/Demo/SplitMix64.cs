namespace Muster.Server.Demo;

/// <summary>What a stream of random numbers is for: a change to one leaves the others as they are.</summary>
internal enum DemoStream
{
    CompanySize = 1, CompanyPlan, CompanyFace, ContactPlan, ContactFace, ContactName, LeadPlan, LeadFace, LeadName, ContactDeal, CompanyDeal, Order, Ticket,
    Appointment, Conversation, Submission, ContactActivity, CompanyActivity, ContactEvent, LeadEvent, ContactEngagement, LeadEngagement,
}

/// <summary>A small random number generator whose numbers are the same on every machine and version of .NET, unlike those of <see cref="Random"/>.</summary>
/// <remarks>
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014; the mixer is Stafford's variant 13, as in Vigna's splitmix64.c.
/// Not thread-safe: a mutable value, to be held in a local or passed by reference.
/// </remarks>
internal struct SplitMix64(ulong state)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = state;

    /// <summary>The stream of one record. The index is mixed first: states a multiple of the increment apart would give the same numbers, shifted.</summary>
    public static SplitMix64 For(ulong seed, DemoStream stream, long index) => new(Mix(Mix(seed + ((ulong)stream * Golden)) ^ Mix((ulong)index + Golden)));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>Uniform in [0, 1), in steps of 2^-53.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="bound"/> - 1; <paramref name="bound"/> is at least 1. The bias is below bound / 2^32.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>True with that probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Standard normal.</summary>
    public double Normal() => PortableMath.NormalQuantile(((Next() >> 12) + 0.5) * (1.0 / (1UL << 52)));

    /// <summary>Log-normal of that median, σ in natural logarithms.</summary>
    public double LogNormal(double median, double sigma) => median * PortableMath.Exp(sigma * Normal());

    /// <summary>One of the list, evenly.</summary>
    public T Pick<T>(T[] list) => list[Below(list.Length)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
