namespace Muster.Server.Demo;

/// <summary>How a profile stands to e-mail.</summary>
internal enum MailStanding
{
    /// <summary>Has no address, or never agreed: nothing is sent.</summary>
    NotSubscribed,

    /// <summary>Gets campaigns.</summary>
    Subscribed,

    /// <summary>Got campaigns, and opted out.</summary>
    Unsubscribed,

    /// <summary>Got campaigns, and reported one as spam, which counts as opting out.</summary>
    Complained,

    /// <summary>The first message came back.</summary>
    Bounced,
}

/// <summary>What is settled about a company before any record of it, or of what belongs to it, is written.</summary>
internal struct CompanyPlan
{
    public int Index;
    public long CreatedAt;
    public int Country;

    /// <summary>Number of employees.</summary>
    public int Size;

    /// <summary>Deals with the company itself, with no contact; those of its contacts come on top.</summary>
    public DealPlan Deals;
    public int Activities;
}

/// <summary>How many deals an owner has: the first ones are closed, the last ones open.</summary>
internal struct DealPlan
{
    public int Won;
    public int Lost;
    public int Open;

    public readonly int Count => Won + Lost + Open;
}

/// <summary>What is settled about a contact before any record is written: what its own document says has to agree with what its deals, orders and campaigns say.</summary>
internal struct ContactPlan
{
    public int Index;
    public long CreatedAt;

    /// <summary>From then on nothing of its own doing happens; now for those who are still around.</summary>
    public long ActiveUntil;

    /// <summary>How eager, standard normal; every count follows it in part.</summary>
    public double Warmth;
    public int Country;

    /// <summary>The company's index, or -1.</summary>
    public int Company;

    /// <summary>Employees of the company; 1 where there is none.</summary>
    public int CompanySize;
    public bool HasEmail;
    public MailStanding Mail;
    public DealPlan Deals;
    public int Orders;
    public int Tickets;
    public int Appointments;
    public int Conversations;
    public int Submissions;
    public int Activities;
    public int Events;

    public readonly bool IsCustomer => Orders > 0 || Deals.Won > 0;
}

/// <summary>What is settled about a lead before any record is written.</summary>
internal struct LeadPlan
{
    public int Index;
    public long CreatedAt;
    public long ActiveUntil;
    public double Warmth;
    public int Country;

    /// <summary>The contact it became or repeats, or -1.</summary>
    public int Contact;
    public bool Converted;
    public bool HasEmail;
    public MailStanding Mail;
    public int Events;
}
