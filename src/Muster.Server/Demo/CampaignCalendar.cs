using NodaTime;

namespace Muster.Server.Demo;

/// <summary>What a campaign's message met, in the order of the funnel.</summary>
internal enum EngagementType
{
    Sent, Delivered, Opened, Clicked, Bounced, Complained, Unsubscribed,
}

/// <summary>An engagement before it is written.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Link">The link clicked, or null.</param>
internal readonly record struct EngagementRow(Campaign Campaign, EngagementType Type, long At, string? Link = null);

/// <summary>The last time that each campaign was sent, and what each recipient made of it. Immutable.</summary>
internal sealed class CampaignCalendar
{
    /// <summary>The most rows that one recipient can have: each campaign sent, delivered, opened, clicked, and one opting out at the end.</summary>
    public static readonly int MaxRows = (Catalog.Campaigns.Length * 4) + 1;

    private readonly (Campaign Campaign, long SentAt)[] _sent;
    private readonly long _now;

    public CampaignCalendar(Instant now)
    {
        _now = now.ToUnixTimeMilliseconds();

        // Two days of rest, so that most of what follows a message lies before now as well.
        Instant latest = now - Duration.FromDays(2);
        _sent = [.. Catalog.Campaigns.Select(campaign => (campaign, LastSent(campaign, latest))).OrderBy(sent => sent.Item2)];
    }

    /// <summary>Fills in what one recipient met, in the order of time within a campaign, campaigns in the order they were sent.</summary>
    /// <param name="random">The recipient's stream.</param>
    /// <param name="mail">After opting out or a bounce nothing follows.</param>
    /// <param name="createdAt">Nothing is sent before.</param>
    /// <param name="activeUntil">From then on hardly anything is opened.</param>
    /// <param name="warmth">The eager open more, by standard deviations.</param>
    /// <param name="rows">At least <see cref="MaxRows"/>.</param>
    /// <returns>How many there are.</returns>
    public int Fill(SplitMix64 random, MailStanding mail, long createdAt, long activeUntil, double warmth, Span<EngagementRow> rows)
    {
        if (mail == MailStanding.NotSubscribed)
        {
            return 0;
        }

        int count = 0;
        foreach ((Campaign campaign, long sentAt) in _sent)
        {
            bool reached = random.Chance(campaign.Reach);
            long at = sentAt + random.Below((int)(40 * Timeline.Minute));
            if (!reached || at < createdAt)
            {
                continue;
            }

            rows[count++] = new(campaign, EngagementType.Sent, at);
            if (mail == MailStanding.Bounced)
            {
                rows[count++] = new(campaign, EngagementType.Bounced, at + 900 + random.Below((int)Timeline.Minute));
                return count;
            }

            // A full mailbox now and then, which says nothing about the next message.
            if (random.Chance(0.01))
            {
                rows[count++] = new(campaign, EngagementType.Bounced, at + 900 + random.Below((int)Timeline.Hour));
                continue;
            }

            at += 700 + random.Below((int)Timeline.Minute);
            rows[count++] = new(campaign, EngagementType.Delivered, at);
            double interest = Math.Clamp(0.3 + (0.12 * warmth), 0.02, 0.8) * (at > activeUntil ? 0.1 : 1);
            bool leaves = mail is MailStanding.Unsubscribed or MailStanding.Complained && random.Chance(0.35);
            if (!leaves && !random.Chance(interest))
            {
                continue;
            }

            at += (long)(Math.Min(random.LogNormal(3, 1.5), 150) * Timeline.Hour);
            if (at > _now)
            {
                continue;
            }

            rows[count++] = new(campaign, EngagementType.Opened, at);
            at += (5 * Timeline.Second) + random.Below((int)(10 * Timeline.Minute));
            if (at > _now)
            {
                continue;
            }

            if (leaves)
            {
                rows[count++] = new(campaign, mail == MailStanding.Complained ? EngagementType.Complained : EngagementType.Unsubscribed, at);
                return count;
            }

            if (random.Chance(0.2))
            {
                rows[count++] = new(campaign, EngagementType.Clicked, at, random.Pick(campaign.Links));
            }
        }

        return count;
    }

    private static long LastSent(Campaign campaign, Instant latest)
    {
        int year = latest.InUtc().Year;
        Instant sent = Instant.FromUtc(year, campaign.Month, campaign.Day, campaign.Hour, 0);
        return (sent <= latest ? sent : Instant.FromUtc(year - 1, campaign.Month, campaign.Day, campaign.Hour, 0)).ToUnixTimeMilliseconds();
    }
}
