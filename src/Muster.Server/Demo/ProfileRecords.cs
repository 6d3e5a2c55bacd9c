using System.Numerics;
using Muster.Storage.Records;

namespace Muster.Server.Demo;

/// <summary>Writes companies, contacts and leads.</summary>
internal sealed class ProfileRecords(DemoWorld world, DocumentWriter document)
{
    private readonly Timeline _time = world.Timeline;

    public RecordWrite Company(in CompanyPlan plan)
    {
        SplitMix64 random = world.Random(DemoStream.CompanyFace, plan.Index);
        random.Below(Catalog.CompanyHeads.Length);
        random.Below(Catalog.CompanyTails.Length);
        Country country = Countries.All[plan.Country];
        string domain = People.CompanyDomain(world, plan.Index);
        bool customer = plan.Deals.Won > 0;

        document.Begin();
        document.Text("name"u8, People.CompanyName(world, plan));
        document.Text("email"u8, random.Chance(0.9) ? "info@" + domain : null);
        document.Text("phone"u8, random.Chance(0.7) ? People.Phone(country, world.Contacts + world.Leads + plan.Index) : null);
        document.Text("website"u8, random.Chance(0.85) ? "https://www." + domain : null);
        document.Text("industry"u8, Catalog.Industries[Catalog.IndustryShares.Draw(ref random)]);
        document.Number("size"u8, plan.Size);

        // Some 120,000 a head, twice or half as much for two in three; up to a hundred billion.
        double revenue = Math.Min(plan.Size * random.LogNormal(120_000, 0.7), 1e11);
        document.Money("revenue"u8, (long)(revenue / 1000) * 100_000);
        document.Text("country"u8, country.Code);
        document.Text("city"u8, country.DrawCity(ref random).Name);
        document.Text("source"u8, Catalog.Source(ref random));
        document.Text("owner"u8, Catalog.Agent(ref random));
        ulong tags = FreeTags(ref random);
        tags |= customer ? 1UL << Catalog.CustomerTag : 0;
        tags |= plan.Deals.Won >= 3 ? 1UL << Catalog.VipTag : 0;
        document.Tags("tags"u8, Catalog.Tags, tags);
        document.Text("stage"u8, customer ? "Customer" : plan.Deals.Open > 0 ? "Opportunity" : plan.Deals.Count > 0 ? "Qualified" : "Prospect");
        PlayerAndSpot(ref random);
        Created(ref random, plan.CreatedAt, _time.Now);
        return new("company", DemoId.Company(plan.Index), WriteMode.Merge, document.End());
    }

    public RecordWrite Contact(in ContactPlan plan)
    {
        SplitMix64 random = world.Random(DemoStream.ContactFace, plan.Index);
        Country country = Countries.All[plan.Country];
        City city = country.DrawCity(ref random);
        Person person = People.Contact(world, plan);
        bool churned = plan.IsCustomer && plan.ActiveUntil < _time.Now - (270 * Timeline.Day);

        document.Begin();
        document.Text("name"u8, person.FullName);
        document.Text("first_name"u8, person.First.Written);
        document.Text("last_name"u8, person.Last.Written);
        Reach(ref random, person, country, new(plan.Index + 1, plan.HasEmail, plan.Company, PhoneShare: 0.4, MessengerShare: 0.15));
        document.Text("status"u8, plan.Mail switch
        {
            MailStanding.Subscribed => "Subscribed",
            MailStanding.Unsubscribed or MailStanding.Complained => "Unsubscribed",
            MailStanding.Bounced => "Bounced",
            _ => "Not subscribed",
        });
        document.Text("stage"u8, StageOf(plan, churned));
        document.Text("source"u8, Catalog.Source(ref random));
        document.Text("owner"u8, random.Chance(plan.Company >= 0 || plan.IsCustomer ? 0.95 : 0.6) ? Catalog.Agent(ref random) : null);
        int score = Score(ref random, plan);
        document.Tags("tags"u8, Catalog.Tags, TagsOf(ref random, plan, churned, score));
        document.Text("company"u8, plan.Company >= 0 ? DemoId.Company(plan.Company) : null);
        document.Text("country"u8, country.Code);
        document.Text("city"u8, city.Name);
        document.Text("language"u8, person.Language);
        document.Text("time_zone"u8, city.TimeZone);
        if (random.Chance(0.55))
        {
            // 18 to 78 years, most in the middle: every calendar day is as likely as another, 29 February included.
            document.Date("birthday"u8, Timeline.DayOf(_time.Now) - 6_575 - random.Below(11_000) - random.Below(11_000));
        }

        document.Number("lead_score"u8, score);
        document.Boolean("email_consent"u8, plan.Mail is MailStanding.Subscribed or MailStanding.Bounced);
        document.Boolean("unsubscribed"u8, plan.Mail is MailStanding.Unsubscribed or MailStanding.Complained);
        PlayerAndSpot(ref random);
        Created(ref random, plan.CreatedAt, plan.ActiveUntil);
        return new("contact", DemoId.Contact(plan.Index), WriteMode.Merge, document.End());
    }

    public RecordWrite Lead(in LeadPlan plan)
    {
        SplitMix64 random = world.Random(DemoStream.LeadFace, plan.Index);
        Country country = Countries.All[plan.Country];
        bool linked = plan.Contact >= 0;
        int company = -1;
        Person person;

        document.Begin();
        if (linked)
        {
            // The same person: name, address and number are the contact's.
            ContactPlan contact = world.Contact(plan.Contact);
            SplitMix64 face = world.Random(DemoStream.ContactFace, plan.Contact);
            country.DrawCity(ref face);
            company = contact.Company;
            person = People.Contact(world, contact);
            document.Text("name"u8, person.FullName);
            Reach(ref face, person, country, new(contact.Index + 1, contact.HasEmail, contact.Company, PhoneShare: 0.4, MessengerShare: 0.15));
        }
        else
        {
            person = People.Lead(world, plan);
            document.Text("name"u8, random.Chance(0.95) ? person.FullName : null);
            Reach(ref random, person, country, new(world.Contacts + plan.Index + 1, plan.HasEmail, Company: -1, PhoneShare: 0.45, MessengerShare: 0.2));
        }

        bool old = plan.CreatedAt < _time.Now - (60 * Timeline.Day);
        string status = plan.Converted ? "Converted" : random.Below(10) switch
        {
            < 4 => old ? "Unqualified" : "New",
            < 7 => "In progress",
            7 => "Qualified",
            _ => old ? "Lost" : "New",
        };
        document.Text("status"u8, status);
        document.Text("stage"u8, status switch
        {
            "New" => "New",
            "In progress" => random.Chance(0.5) ? "Contacted" : "Meeting",
            "Qualified" => "Proposal",
            "Converted" => "Won",
            _ => "Closed",
        });
        document.Boolean("converted"u8, plan.Converted);
        document.Text("source"u8, Catalog.Source(ref random));
        document.Text("owner"u8, status == "New" && random.Chance(0.5) ? null : Catalog.Agent(ref random));
        document.Tags("tags"u8, Catalog.Tags, FreeTags(ref random));
        document.Number("lead_score"u8, Math.Clamp((int)(30 + (15 * plan.Warmth) + (5 * Doublings(plan.Events)) + (4 * random.Normal())), 0, 100));
        document.Text("country"u8, country.Code);
        document.Text("contact"u8, linked ? DemoId.Contact(plan.Contact) : null);
        document.Text("company"u8, company >= 0 ? DemoId.Company(company) : null);
        PlayerAndSpot(ref random);
        Created(ref random, plan.CreatedAt, plan.ActiveUntil);
        return new("lead", DemoId.Lead(plan.Index), WriteMode.Merge, document.End());
    }

    /// <summary>How a person can be reached.</summary>
    /// <param name="Number">Unlike that of any other contact or lead.</param>
    /// <param name="HasEmail">Whether there is an address.</param>
    /// <param name="Company">The employer's index, or -1.</param>
    /// <param name="PhoneShare">0 to 1.</param>
    /// <param name="MessengerShare">0 to 1.</param>
    private readonly record struct Means(int Number, bool HasEmail, int Company, double PhoneShare, double MessengerShare);

    private void Reach(ref SplitMix64 random, in Person person, Country country, in Means means)
    {
        if (means.HasEmail)
        {
            document.Text("email"u8, People.Email(ref random, person, means.Number, means.Company >= 0 ? People.CompanyDomain(world, means.Company) : null));
        }

        document.Text("phone"u8, random.Chance(means.PhoneShare) ? People.Phone(country, means.Number) : null);
        document.Text("messenger"u8, random.Chance(means.MessengerShare) ? People.Messenger(person, means.Number) : null);
    }

    private static string StageOf(in ContactPlan plan, bool churned) =>
        churned ? "Churned"
        : plan.IsCustomer ? plan.Orders + plan.Deals.Won >= 5 ? "Advocate" : "Customer"
        : plan.Deals.Open > 0 ? "Opportunity"
        : plan.Warmth > 0.8 ? "Qualified"
        : plan.Warmth > -0.5 ? "Lead"
        : "Subscriber";

    private int Score(ref SplitMix64 random, in ContactPlan plan)
    {
        double score = 12 + (12 * plan.Warmth) + (6 * Doublings(plan.Events)) + (4 * Math.Min(plan.Orders, 5)) + (5 * Math.Min(plan.Deals.Open + plan.Submissions, 4))
            + (4 * random.Normal()) - (plan.ActiveUntil < _time.Now ? 8 : 0);
        return Math.Clamp((int)score, 0, 100);
    }

    private ulong TagsOf(ref SplitMix64 random, in ContactPlan plan, bool churned, int score)
    {
        ulong tags = FreeTags(ref random);
        tags |= random.Chance(plan.IsCustomer ? 0.95 : 0.01) ? 1UL << Catalog.CustomerTag : 0;
        tags |= plan.Orders + (3 * plan.Deals.Won) >= 8 && random.Chance(0.9) ? 1UL << Catalog.VipTag : 0;
        tags |= plan.Mail == MailStanding.Subscribed && random.Chance(0.6) ? 1UL << Catalog.NewsletterTag : 0;
        tags |= churned && random.Chance(0.7) ? 1UL << Catalog.ChurnedTag : 0;
        tags |= score > 80 && plan.ActiveUntil == _time.Now ? 1UL << Catalog.HotTag : 0;
        return tags;
    }

    private static ulong FreeTags(ref SplitMix64 random)
    {
        ulong tags = 0;
        for (int more = Math.Max(0, random.Below(7) - 2); more > 0; more--)
        {
            tags |= 1UL << (Catalog.FirstFreeTag + Catalog.FreeTagShares.Draw(ref random));
        }

        return tags;
    }

    private void PlayerAndSpot(ref SplitMix64 random)
    {
        int draw = random.Below(100);
        document.Text("player"u8, draw < 6 ? random.Pick(Catalog.Players) : null);
        document.Text("spot"u8, draw < 4 ? random.Pick(Catalog.Spots) : null);
    }

    private void Created(ref SplitMix64 random, long createdAt, long activeUntil)
    {
        document.Instant("created_at"u8, createdAt);
        document.Instant("updated_at"u8, createdAt + (long)(random.Uniform() * (activeUntil - createdAt)));
    }

    /// <summary>How often the count doubled from nothing: its logarithm, in whole numbers.</summary>
    private static int Doublings(int count) => BitOperations.Log2((uint)count + 1);
}
