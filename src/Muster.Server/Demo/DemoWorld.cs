namespace Muster.Server.Demo;

/// <summary>
/// Who there is: the plan of each profile, from the options and the profile's index alone. Nothing is kept, so every pass over the profiles works the same
/// plan out again; that costs a fraction of writing a document. Immutable.
/// </summary>
internal sealed class DemoWorld
{
    // Each count goes 0.6 with the owner's warmth and the rest its own way: 0.6² + 0.8² = 1 keeps the ranks standard normal.
    private const double Shared = 0.6;
    private const double Own = 0.8;
    private const double EventSigma = 1.1;
    private const double VisitorShare = 0.55;
    private const double LeadEvents = 0.3;                                  // of what a profile has on average

    private static readonly CountDistribution ConsumerOrders = new(0.7, 0.35);
    private static readonly CountDistribution BusinessOrders = new(0.4, 0.25);
    private static readonly CountDistribution ConsumerDeals = new(0.08, 0.2);
    private static readonly CountDistribution BusinessDeals = new(0.4, 0.3);
    private static readonly CountDistribution CompanyDeals = new(0.6, 0.3);
    private static readonly CountDistribution CustomerTickets = new(0.45, 0.4);
    private static readonly CountDistribution OtherTickets = new(0.05, 0.3);
    private static readonly CountDistribution Appointments = new(0.12, 0.3);
    private static readonly CountDistribution Conversations = new(0.25, 0.3);
    private static readonly CountDistribution Submissions = new(0.3, 0.6);
    private static readonly CountDistribution Activities = new(0.5, 0.3);
    private static readonly CountDistribution CompanyActivities = new(1.5, 0.5);

    private readonly double _contactEvents;
    private readonly double _leadEvents;

    public DemoWorld(DemoOptions options)
    {
        options.Validate();
        Seed = options.Seed;
        Timeline = new(options.Now);
        Companies = (int)(options.Profiles * 6L / 100);
        Leads = options.Profiles / 10;
        Contacts = options.Profiles - Companies - Leads;
        _leadEvents = LeadEvents * options.EventsPerProfile;
        _contactEvents = ((options.EventsPerProfile * options.Profiles) - (_leadEvents * Leads)) / Contacts;
    }

    public ulong Seed { get; }

    public Timeline Timeline { get; }

    public int Companies { get; }

    public int Contacts { get; }

    public int Leads { get; }

    public SplitMix64 Random(DemoStream stream, long index) => SplitMix64.For(Seed, stream, index);

    public CompanyPlan Company(int index)
    {
        SplitMix64 random = Random(DemoStream.CompanyPlan, index);
        CompanyPlan plan = new()
        {
            Index = index,
            CreatedAt = Timeline.AtQuantile((index + random.Uniform()) / Companies),
            Country = Countries.Draw(ref random),
            Size = SizeOfCompany(index),
        };
        double warmth = random.Normal();
        plan.Deals = Deals(ref random, CompanyDeals.AtRank((Shared * warmth) + (Own * random.Normal())), openShare: 0.3);
        plan.Activities = CompanyActivities.AtRank((Shared * warmth) + (Own * random.Normal()));
        return plan;
    }

    public ContactPlan Contact(int index)
    {
        SplitMix64 random = Random(DemoStream.ContactPlan, index);
        double quantile = (index + random.Uniform()) / Contacts;
        ContactPlan plan = new()
        {
            Index = index,
            CreatedAt = Timeline.AtQuantile(quantile),
            Warmth = random.Normal(),
            Company = -1,
            CompanySize = 1,
            Country = Countries.Draw(ref random),
        };

        // Only companies that came before: their quantiles are below this one's.
        int known = (int)(quantile * Companies);
        if (random.Chance(0.6) && known > 0)
        {
            plan.Company = Employer(ref random, known, out plan.CompanySize);
            if (random.Chance(0.85))
            {
                plan.Country = Company(plan.Company).Country;
            }
        }

        bool stillActive = random.Chance(Math.Clamp(0.5 + (0.15 * plan.Warmth), 0.15, 0.9));
        plan.ActiveUntil = stillActive ? Timeline.Now : plan.CreatedAt + (long)((Timeline.Now - plan.CreatedAt) * Math.Sqrt(random.Uniform()));
        plan.HasEmail = random.Chance(0.92);
        plan.Mail = Standing(ref random, plan.HasEmail, plan.Warmth);

        bool business = plan.Company >= 0;
        double years = (double)(plan.ActiveUntil - plan.CreatedAt) / (365 * Timeline.Day);
        double tenure = 0.25 * (years - 1);
        plan.Orders = Count(ref random, business ? BusinessOrders : ConsumerOrders, plan.Warmth, tenure);
        plan.Deals = Deals(ref random, Count(ref random, business ? BusinessDeals : ConsumerDeals, plan.Warmth, tenure), stillActive ? 0.35 : 0.05);
        plan.Tickets = Count(ref random, plan.IsCustomer ? CustomerTickets : OtherTickets, plan.Warmth, tenure);
        plan.Appointments = Count(ref random, Appointments, plan.Warmth);
        plan.Conversations = Count(ref random, Conversations, plan.Warmth);
        plan.Submissions = Count(ref random, Submissions, plan.Warmth);
        plan.Activities = Count(ref random, Activities, plan.Warmth, business ? 0.3 : -0.3);
        plan.Events = Events(ref random, _contactEvents, plan.Warmth, plan.ActiveUntil - plan.CreatedAt);
        return plan;
    }

    public LeadPlan Lead(int index)
    {
        SplitMix64 random = Random(DemoStream.LeadPlan, index);
        double quantile = (index + random.Uniform()) / Leads;
        LeadPlan plan = new()
        {
            Index = index,
            CreatedAt = Timeline.AtQuantile(quantile),
            Warmth = random.Normal(),
            Contact = -1,
            Country = Countries.Draw(ref random),
        };

        // A converted lead became a contact that came after it; a repeat lead is of one that came before.
        int came = (int)(quantile * Contacts);
        if (random.Chance(0.25))
        {
            int later = came + 1 + random.Below(Math.Max(1, Contacts / 50));
            (plan.Contact, plan.Converted) = later < Contacts ? (later, true) : (-1, false);
        }
        else if (random.Chance(0.06) && came > 0)
        {
            plan.Contact = random.Below(came);
        }

        plan.ActiveUntil = random.Chance(0.3) ? Timeline.Now : plan.CreatedAt + (long)((Timeline.Now - plan.CreatedAt) * random.Uniform());
        if (plan.Contact >= 0)
        {
            ContactPlan contact = Contact(plan.Contact);
            plan.Country = contact.Country;
            plan.HasEmail = contact.HasEmail;
        }
        else
        {
            plan.HasEmail = random.Chance(0.85);
        }

        plan.Mail = plan.HasEmail && random.Chance(0.5) ? MailStanding.Subscribed : MailStanding.NotSubscribed;
        plan.Events = Events(ref random, _leadEvents, plan.Warmth, plan.ActiveUntil - plan.CreatedAt);
        return plan;
    }

    /// <summary>Employees: log-normal, 1 to 200,000, half of all companies below 25.</summary>
    private int SizeOfCompany(int index)
    {
        SplitMix64 random = Random(DemoStream.CompanySize, index);
        return (int)Math.Clamp(random.LogNormal(25, 1.6), 1, 200_000);
    }

    /// <summary>One of the first <paramref name="known"/> companies, big ones more often: candidates are refused until one is big enough, the sixth is taken.</summary>
    private int Employer(ref SplitMix64 random, int known, out int size)
    {
        int company = 0;
        size = 1;
        for (int trial = 0; trial < 6; trial++)
        {
            company = random.Below(known);
            size = SizeOfCompany(company);
            if (random.Chance((double)size / (size + 200)))
            {
                break;
            }
        }

        return company;
    }

    private static MailStanding Standing(ref SplitMix64 random, bool hasEmail, double warmth)
    {
        double draw = random.Uniform();
        if (!hasEmail)
        {
            return MailStanding.NotSubscribed;
        }

        double leaving = Math.Clamp(0.09 - (0.04 * warmth), 0.01, 0.2);
        return draw < leaving ? MailStanding.Unsubscribed
            : draw < leaving + 0.004 ? MailStanding.Complained
            : draw < leaving + 0.029 ? MailStanding.Bounced
            : draw < leaving + 0.179 ? MailStanding.NotSubscribed
            : MailStanding.Subscribed;
    }

    private static DealPlan Deals(ref SplitMix64 random, int count, double openShare)
    {
        DealPlan plan = default;
        for (int deal = 0; deal < count; deal++)
        {
            if (random.Chance(openShare))
            {
                plan.Open++;
            }
            else if (random.Chance(0.45))
            {
                plan.Won++;
            }
            else
            {
                plan.Lost++;
            }
        }

        return plan;
    }

    private static int Count(ref SplitMix64 random, CountDistribution counts, double warmth, double shift = 0) =>
        counts.AtRank((Shared * warmth) + (Own * random.Normal()) + shift);

    /// <summary>None for many; log-normal for the others, bounded by what fits in the time that they were around.</summary>
    private static int Events(ref SplitMix64 random, double mean, double warmth, long active)
    {
        bool visits = random.Chance(VisitorShare);
        double rank = (Shared * warmth) + (Own * random.Normal());
        double rounding = random.Uniform();
        if (!visits)
        {
            return 0;
        }

        double rate = mean / VisitorShare * PortableMath.Exp((EventSigma * rank) - (EventSigma * EventSigma / 2));
        double bound = (4 * mean) + (mean * active / Timeline.Day);
        return (int)(Math.Min(rate, bound) + rounding);
    }
}
