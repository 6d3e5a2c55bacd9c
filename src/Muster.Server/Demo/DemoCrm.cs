using Muster.Rules.Schema;
using Muster.Storage.Records;

namespace Muster.Server.Demo;

/// <summary>
/// A CRM of any size that looks like one: companies, contacts and leads, with deals, orders, tickets, appointments, conversations, submissions, activities,
/// events and what campaigns met. Each record follows from the options and its place alone.
/// </summary>
public static class DemoCrm
{
    /// <summary>The fields of events beside the standard ones: the page, the product, what it costs and the plan.</summary>
    /// <remarks>Ingestion would add them by itself; a caller that wants <c>value</c> to sum exactly adds them first.</remarks>
    public static IReadOnlyList<(string Object, string Field, FieldType Type)> CustomFields { get; } =
    [
        ("event", "url", FieldType.Text), ("event", "product", FieldType.Text), ("event", "value", FieldType.Money), ("event", "plan", FieldType.Text),
    ];

    /// <summary>
    /// Every record, profiles before what belongs to them: companies, contacts, leads, deals, orders (with their <c>items</c>), tickets, appointments,
    /// conversations, submissions, activities, events, engagement.
    /// </summary>
    /// <returns>A stream in constant memory, to be read by one thread; a write's document stays valid for as long as it is held. Each reading starts afresh.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IEnumerable<RecordWrite> Generate(DemoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return GenerateValid(options);
    }

    /// <summary>How many records of each object <see cref="Generate"/> makes, in its order. Takes a second or two a million profiles, and constant memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IReadOnlyDictionary<string, long> CountByObject(DemoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DemoWorld world = new(options);
        CampaignCalendar campaigns = new(options.Now);
        EngagementRow[] rows = new EngagementRow[CampaignCalendar.MaxRows];
        long deals = 0, orders = 0, tickets = 0, appointments = 0, conversations = 0, submissions = 0, activities = 0, events = 0, engagement = 0;
        for (int index = 0; index < world.Companies; index++)
        {
            CompanyPlan plan = world.Company(index);
            deals += plan.Deals.Count;
            activities += plan.Activities;
        }

        for (int index = 0; index < world.Contacts; index++)
        {
            ContactPlan plan = world.Contact(index);
            deals += plan.Deals.Count;
            orders += plan.Orders;
            tickets += plan.Tickets;
            appointments += plan.Appointments;
            conversations += plan.Conversations;
            submissions += plan.Submissions;
            activities += plan.Activities;
            events += plan.Events;
            engagement += Engagement(world, campaigns, plan, rows);
        }

        for (int index = 0; index < world.Leads; index++)
        {
            LeadPlan plan = world.Lead(index);
            events += plan.Events;
            engagement += Engagement(world, campaigns, plan, rows);
        }

        return new OrderedDictionary<string, long>
        {
            ["company"] = world.Companies,
            ["contact"] = world.Contacts,
            ["lead"] = world.Leads,
            ["deal"] = deals,
            ["order"] = orders,
            ["ticket"] = tickets,
            ["appointment"] = appointments,
            ["conversation"] = conversations,
            ["submission"] = submissions,
            ["activity"] = activities,
            ["event"] = events,
            ["engagement"] = engagement,
        };
    }

    private static IEnumerable<RecordWrite> GenerateValid(DemoOptions options)
    {
        DemoWorld world = new(options);
        using DocumentWriter document = new();
        ProfileRecords profiles = new(world, document);
        SalesRecords sales = new(world, document);
        ServiceRecords service = new(world, document);
        TrackedRecords tracked = new(document);
        IEnumerable<RecordWrite>[] passes =
        [
            OfCompanies(world, (in _) => 1, (in plan, _) => profiles.Company(plan)),
            OfContacts(world, (in _) => 1, (in plan, _) => profiles.Contact(plan)),
            Enumerable.Range(0, world.Leads).Select(index => profiles.Lead(world.Lead(index))),
            OfCompanies(world, (in plan) => plan.Deals.Count, (in plan, ordinal) => sales.CompanyDeal(plan, ordinal)),
            OfContacts(world, (in plan) => plan.Deals.Count, (in plan, ordinal) => sales.ContactDeal(plan, ordinal)),
            OfContacts(world, (in plan) => plan.Orders, (in plan, ordinal) => sales.Order(plan, ordinal)),
            OfContacts(world, (in plan) => plan.Tickets, (in plan, ordinal) => service.Ticket(plan, ordinal)),
            OfContacts(world, (in plan) => plan.Appointments, (in plan, ordinal) => service.Appointment(plan, ordinal)),
            OfContacts(world, (in plan) => plan.Conversations, (in plan, ordinal) => service.Conversation(plan, ordinal)),
            OfContacts(world, (in plan) => plan.Submissions, (in plan, ordinal) => service.Submission(plan, ordinal)),
            OfCompanies(world, (in plan) => plan.Activities, (in plan, ordinal) => service.CompanyActivity(plan, ordinal)),
            OfContacts(world, (in plan) => plan.Activities, (in plan, ordinal) => service.ContactActivity(plan, ordinal)),
            Events(world, tracked),
            Engagement(world, tracked, new(options.Now)),
        ];
        foreach (IEnumerable<RecordWrite> pass in passes)
        {
            foreach (RecordWrite write in pass)
            {
                yield return write;
            }
        }
    }

    private delegate int CountOf<TPlan>(in TPlan plan);

    private delegate RecordWrite WriteOf<TPlan>(in TPlan plan, int ordinal);

    private static IEnumerable<RecordWrite> OfCompanies(DemoWorld world, CountOf<CompanyPlan> count, WriteOf<CompanyPlan> write)
    {
        for (int index = 0; index < world.Companies; index++)
        {
            CompanyPlan plan = world.Company(index);
            int records = count(plan);
            for (int ordinal = 0; ordinal < records; ordinal++)
            {
                yield return write(plan, ordinal);
            }
        }
    }

    private static IEnumerable<RecordWrite> OfContacts(DemoWorld world, CountOf<ContactPlan> count, WriteOf<ContactPlan> write)
    {
        for (int index = 0; index < world.Contacts; index++)
        {
            ContactPlan plan = world.Contact(index);
            int records = count(plan);
            for (int ordinal = 0; ordinal < records; ordinal++)
            {
                yield return write(plan, ordinal);
            }
        }
    }

    private static IEnumerable<RecordWrite> Events(DemoWorld world, TrackedRecords tracked)
    {
        for (int index = 0; index < world.Contacts; index++)
        {
            ContactPlan plan = world.Contact(index);
            if (plan.Events > 0)
            {
                string owner = DemoId.Contact(index);
                int offset = Countries.All[plan.Country].OffsetHours;
                EventWalk walk = new(world.Random(DemoStream.ContactEvent, index), plan.CreatedAt, plan.ActiveUntil, plan.Events, offset);
                for (int ordinal = 0; walk.Next(out EventRow row); ordinal++)
                {
                    yield return tracked.Event(row, DemoId.Related("evt_", index, ordinal), ofLead: false, owner);
                }
            }
        }

        for (int index = 0; index < world.Leads; index++)
        {
            LeadPlan plan = world.Lead(index);
            if (plan.Events > 0)
            {
                string owner = DemoId.Lead(index);
                int offset = Countries.All[plan.Country].OffsetHours;
                EventWalk walk = new(world.Random(DemoStream.LeadEvent, index), plan.CreatedAt, plan.ActiveUntil, plan.Events, offset);
                for (int ordinal = 0; walk.Next(out EventRow row); ordinal++)
                {
                    yield return tracked.Event(row, DemoId.Related("evt_l", index, ordinal), ofLead: true, owner);
                }
            }
        }
    }

    private static IEnumerable<RecordWrite> Engagement(DemoWorld world, TrackedRecords tracked, CampaignCalendar campaigns)
    {
        EngagementRow[] rows = new EngagementRow[CampaignCalendar.MaxRows];
        for (int index = 0; index < world.Contacts; index++)
        {
            string owner = DemoId.Contact(index);
            int count = Engagement(world, campaigns, world.Contact(index), rows);
            for (int ordinal = 0; ordinal < count; ordinal++)
            {
                yield return tracked.Engagement(rows[ordinal], DemoId.Related("eng_", index, ordinal), ofLead: false, owner);
            }
        }

        for (int index = 0; index < world.Leads; index++)
        {
            string owner = DemoId.Lead(index);
            int count = Engagement(world, campaigns, world.Lead(index), rows);
            for (int ordinal = 0; ordinal < count; ordinal++)
            {
                yield return tracked.Engagement(rows[ordinal], DemoId.Related("eng_l", index, ordinal), ofLead: true, owner);
            }
        }
    }

    private static int Engagement(DemoWorld world, CampaignCalendar campaigns, in ContactPlan plan, EngagementRow[] rows) =>
        campaigns.Fill(world.Random(DemoStream.ContactEngagement, plan.Index), plan.Mail, plan.CreatedAt, plan.ActiveUntil, plan.Warmth, rows);

    private static int Engagement(DemoWorld world, CampaignCalendar campaigns, in LeadPlan plan, EngagementRow[] rows) =>
        campaigns.Fill(world.Random(DemoStream.LeadEngagement, plan.Index), plan.Mail, plan.CreatedAt, plan.ActiveUntil, plan.Warmth, rows);
}
