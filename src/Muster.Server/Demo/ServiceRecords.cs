using Muster.Storage.Records;

namespace Muster.Server.Demo;

/// <summary>Writes tickets, appointments, conversations, submissions and activities.</summary>
internal sealed class ServiceRecords(DemoWorld world, DocumentWriter document)
{
    private readonly Timeline _time = world.Timeline;

    public RecordWrite Ticket(in ContactPlan plan, int ordinal)
    {
        SplitMix64 random = RandomOf(DemoStream.Ticket, plan.Index, ordinal);
        long createdAt = Moment(ref random, plan, ordinal, plan.Tickets, business: true);
        bool recent = createdAt > _time.Now - (30 * Timeline.Day);
        string status = random.Below(100) switch
        {
            var draw when draw < (recent ? 35 : 3) => "open",
            var draw when draw < (recent ? 55 : 6) => "pending",
            _ => "closed",
        };
        document.Begin();
        document.Text("subject"u8, random.Pick(Catalog.TicketSubjects));
        document.Text("status"u8, status);
        document.Text("priority"u8, random.Below(20) switch { < 5 => "low", < 15 => "normal", < 19 => "high", _ => "urgent" });
        document.Text("owner"u8, Catalog.Agent(ref random));
        document.Instant("created_at"u8, createdAt);
        if (status == "closed")
        {
            document.Instant("closed_at"u8, Math.Min(_time.Now, createdAt + (long)(Math.Min(random.LogNormal(1.5, 1.2), 90) * Timeline.Day)));
        }

        document.Text("contact"u8, DemoId.Contact(plan.Index));
        document.Text("company"u8, plan.Company >= 0 ? DemoId.Company(plan.Company) : null);
        return new("ticket", DemoId.Related("tkt_", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    public RecordWrite Appointment(in ContactPlan plan, int ordinal)
    {
        SplitMix64 random = RandomOf(DemoStream.Appointment, plan.Index, ordinal);
        bool ahead = ordinal == plan.Appointments - 1 && plan.ActiveUntil == _time.Now && random.Chance(0.3);
        long startsAt = ahead
            ? Timeline.Moment(ref random, _time.Now + 1, _time.Now + (45 * Timeline.Day), ordinal: 0, count: 1, Countries.All[plan.Country].OffsetHours, business: true)
            : Moment(ref random, plan, ordinal, plan.Appointments, business: true);

        // Everyone books on a full quarter of an hour, where that does not put it before they were known.
        long quarter = startsAt - (startsAt % (15 * Timeline.Minute));
        startsAt = quarter >= plan.CreatedAt && quarter > _time.Now == ahead ? quarter : startsAt;
        long bookedAt = Math.Min(startsAt, _time.Now) - (long)(random.Uniform() * 14 * Timeline.Day);
        document.Begin();
        document.Text("type"u8, random.Below(10) switch { < 4 => "Consultation", < 7 => "Demo", < 9 => "Support call", _ => "Site visit" });
        document.Text("status"u8, ahead
            ? random.Chance(0.9) ? "Booked" : "Cancelled"
            : random.Below(10) switch { < 7 => "Completed", < 9 => "Cancelled", _ => "No-show" });
        document.Instant("starts_at"u8, startsAt);
        document.Instant("created_at"u8, Math.Max(bookedAt, plan.CreatedAt));
        document.Text("contact"u8, DemoId.Contact(plan.Index));
        return new("appointment", DemoId.Related("appt_", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    public RecordWrite Conversation(in ContactPlan plan, int ordinal)
    {
        SplitMix64 random = RandomOf(DemoStream.Conversation, plan.Index, ordinal);
        long startedAt = Moment(ref random, plan, ordinal, plan.Conversations, business: false);
        long lastMessageAt = Math.Min(_time.Now, startedAt + (long)(Math.Min(random.LogNormal(0.1, 2), 30) * Timeline.Day));
        bool recent = lastMessageAt > _time.Now - (7 * Timeline.Day);
        document.Begin();
        document.Text("channel"u8, random.Below(10) switch { < 4 => "Chat", < 7 => "Email", < 9 => "Messenger", _ => "SMS" });
        document.Text("status"u8, recent && random.Chance(0.6) ? "open" : "closed");
        document.Instant("started_at"u8, startedAt);
        document.Instant("last_message_at"u8, lastMessageAt);
        document.Text("owner"u8, random.Chance(0.9) ? Catalog.Agent(ref random) : null);
        document.Instant("created_at"u8, startedAt);
        document.Text("contact"u8, DemoId.Contact(plan.Index));
        return new("conversation", DemoId.Related("conv_", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    public RecordWrite Submission(in ContactPlan plan, int ordinal)
    {
        SplitMix64 random = RandomOf(DemoStream.Submission, plan.Index, ordinal);
        long submittedAt = Moment(ref random, plan, ordinal, plan.Submissions, business: false);
        document.Begin();
        document.Text("form"u8, Catalog.Forms[Catalog.FormShares.Draw(ref random)]);
        document.Instant("submitted_at"u8, submittedAt);
        document.Instant("created_at"u8, submittedAt);
        document.Text("contact"u8, DemoId.Contact(plan.Index));
        return new("submission", DemoId.Related("sub_", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    public RecordWrite ContactActivity(in ContactPlan plan, int ordinal)
    {
        SplitMix64 random = RandomOf(DemoStream.ContactActivity, plan.Index, ordinal);
        Activity(ref random, Moment(ref random, plan, ordinal, plan.Activities, business: true));
        document.Text("contact"u8, DemoId.Contact(plan.Index));
        document.Text("company"u8, plan.Company >= 0 ? DemoId.Company(plan.Company) : null);
        return new("activity", DemoId.Related("act_", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    public RecordWrite CompanyActivity(in CompanyPlan plan, int ordinal)
    {
        SplitMix64 random = RandomOf(DemoStream.CompanyActivity, plan.Index, ordinal);
        int offset = Countries.All[plan.Country].OffsetHours;
        Activity(ref random, Timeline.Moment(ref random, plan.CreatedAt, _time.Now, ordinal, plan.Activities, offset, business: true));
        document.Text("company"u8, DemoId.Company(plan.Index));
        return new("activity", DemoId.Related("act_c", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    private void Activity(ref SplitMix64 random, long at)
    {
        document.Begin();
        document.Text("type"u8, random.Below(20) switch { < 7 => "call", < 13 => "email", < 16 => "meeting", < 19 => "task", _ => "note" });
        document.Instant("at"u8, at);
        document.Text("owner"u8, Catalog.Agent(ref random));
        document.Instant("created_at"u8, at);
    }

    private SplitMix64 RandomOf(DemoStream stream, int owner, int ordinal) => world.Random(stream, ((long)owner * SalesRecords.PerOwner) + ordinal);

    private static long Moment(ref SplitMix64 random, in ContactPlan plan, int ordinal, int count, bool business) =>
        Timeline.Moment(ref random, plan.CreatedAt, plan.ActiveUntil, ordinal, count, Countries.All[plan.Country].OffsetHours, business);
}
