using Muster.Rules.Schema;

namespace Muster.Bench.Race.Rules;

/// <summary>Rules of several conditions, up to three levels and ten conditions, over three audiences.</summary>
internal static class CompositeRules
{
    public static readonly RaceRule[] All =
    [
        new(
            "5 conditions, 2 levels",
            """
            country in (US, DE, GB) and created_at during last 365 days
            and (lead_score > 60 or tags has "VIP")
            and some orders where (paid = true and created_at during last 90 days)
            """,
            """
            SELECT count(*) FROM contacts
            WHERE country IN ('us', 'de', 'gb') AND created_at >= {day-365} AND created_at < {day+1}
              AND (lead_score > 60 OR tags && ARRAY['vip'])
              AND id IN (SELECT contact FROM orders WHERE paid AND created_at >= {day-90} AND created_at < {day+1})
            """,
            """
            SELECT count(*) FROM contacts
            WHERE country IN ('us', 'de', 'gb') AND created_at >= {day-365} AND created_at < {day+1}
              AND (lead_score > 60 OR EXISTS (SELECT 1 FROM contacts_tags t WHERE t.tag = 'vip' AND t.owner = contacts.id))
              AND EXISTS (SELECT 1 FROM orders o WHERE o.contact = contacts.id AND o.paid AND o.created_at >= {day-90} AND o.created_at < {day+1})
            """,
            """
            SELECT count(*) FROM contacts
            WHERE country IN ('us', 'de', 'gb') AND created_at >= {day-365} AND created_at < {day+1}
              AND (lead_score > 60 OR has(tags, 'vip'))
              AND id IN (SELECT contact FROM orders WHERE paid AND created_at >= {day-90} AND created_at < {day+1})
            """),
        new(
            "10 conditions, 3 levels",
            """
            (country = US and email_consent = true and tags has "Customer"
             and (sum(order.amount where paid = true) > 1000 or at least 2 deals where (status = won and amount > 1000))
             and no orders where (created_at during last 30 days))
            or (lead_score > 70 and company.size > 100
             and (at least 3 events where (name = add_to_cart and at during last 90 days) or birthday during next 30 days ignoring year))
            """,
            """
            SELECT count(*) FROM contacts
            WHERE (country = 'us' AND email_consent AND tags && ARRAY['customer']
                AND (id IN (SELECT contact FROM orders WHERE paid GROUP BY contact HAVING sum(amount) > 100000)
                  OR id IN (SELECT contact FROM deals WHERE status = 'won' AND amount > 100000 GROUP BY contact HAVING count(*) >= 2))
                AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.contact = contacts.id AND o.created_at >= {day-30} AND o.created_at < {day+1}))
              OR (lead_score > 70 AND company IN (SELECT id FROM companies WHERE size > 100)
                AND (id IN (SELECT contact FROM events WHERE name = 'add_to_cart' AND at >= {day-90} AND at < {day+1} GROUP BY contact HAVING count(*) >= 3)
                  OR (extract(month FROM birthday) * 100 + extract(day FROM birthday))::int BETWEEN 616 AND 715))
            """,
            """
            SELECT count(*) FROM contacts
            WHERE (country = 'us' AND email_consent AND EXISTS (SELECT 1 FROM contacts_tags t WHERE t.tag = 'customer' AND t.owner = contacts.id)
                AND (id IN (SELECT contact FROM orders WHERE paid GROUP BY contact HAVING sum(amount) > 100000)
                  OR id IN (SELECT contact FROM deals WHERE status = 'won' AND amount > 100000 GROUP BY contact HAVING count(*) >= 2))
                AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.contact = contacts.id AND o.created_at >= {day-30} AND o.created_at < {day+1}))
              OR (lead_score > 70 AND company IN (SELECT id FROM companies WHERE size > 100)
                AND (id IN (SELECT contact FROM events WHERE name = 'add_to_cart' AND at >= {day-90} AND at < {day+1} GROUP BY contact HAVING count(*) >= 3)
                  OR substr(birthday, 6) BETWEEN '06-16' AND '07-15'))
            """,
            """
            SELECT count(*) FROM contacts
            WHERE (country = 'us' AND email_consent AND has(tags, 'customer')
                AND (id IN (SELECT contact FROM orders WHERE paid GROUP BY contact HAVING sum(amount) > 100000)
                  OR id IN (SELECT contact FROM deals WHERE status = 'won' AND amount > 100000 GROUP BY contact HAVING count(*) >= 2))
                AND id NOT IN (SELECT contact FROM orders WHERE created_at >= {day-30} AND created_at < {day+1}))
              OR (lead_score > 70 AND company IN (SELECT id FROM companies WHERE size > 100)
                AND (id IN (SELECT contact FROM events WHERE name = 'add_to_cart' AND at >= {day-90} AND at < {day+1} GROUP BY contact HAVING count(*) >= 3)
                  OR toMonth(birthday) * 100 + toDayOfMonth(birthday) BETWEEN 616 AND 715))
            """),
        new(
            "companies, 5 conditions, 3 levels",
            """
            (industry = Software or (size > 500 and not (country in (US, GB))))
            and at least 2 deals where (status = won and closed_at during last 365 days)
            and max(deal.amount where status = won) > 10000
            """,
            """
            SELECT count(*) FROM companies
            WHERE (industry = 'software' OR (size > 500 AND country NOT IN ('us', 'gb')))
              AND id IN (
                SELECT company FROM deals WHERE status = 'won' GROUP BY company
                HAVING count(*) FILTER (WHERE closed_at >= {day-365} AND closed_at < {day+1}) >= 2 AND max(amount) > 1000000)
            """,
            ClickHouse:
            """
            SELECT count(*) FROM companies
            WHERE (industry = 'software' OR (size > 500 AND country NOT IN ('us', 'gb')))
              AND id IN (
                SELECT company FROM deals WHERE status = 'won' GROUP BY company
                HAVING countIf(closed_at >= {day-365} AND closed_at < {day+1}) >= 2 AND max(amount) > 1000000)
            """)
        {
            Audience = Audience.Companies,
        },
        new(
            "leads, with events in a window",
            "lead_score > 50 and some events where (at during last 30 days)",
            """
            SELECT count(*) FROM leads
            WHERE contact IS NULL AND company IS NULL AND (email IS NOT NULL OR phone IS NOT NULL OR messenger IS NOT NULL)
              AND lead_score > 50 AND id IN (SELECT lead FROM events WHERE lead IS NOT NULL AND at >= {day-30} AND at < {day+1})
            """,
            ClickHouse:
            """
            SELECT count(*) FROM leads
            WHERE contact = 0 AND company = 0 AND (email != '' OR phone != '' OR messenger != '')
              AND lead_score > 50 AND id IN (SELECT lead FROM events WHERE lead != 0 AND at >= {day-30} AND at < {day+1})
            """)
        {
            Audience = Audience.Leads,
        },
    ];
}
