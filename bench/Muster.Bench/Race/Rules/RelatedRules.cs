namespace Muster.Bench.Race.Rules;

/// <summary>Rules of one condition on related rows: quantifiers and aggregates, with and without windows.</summary>
internal static class RelatedRules
{
    public static readonly RaceRule[] All =
    [
        new(
            "some",
            "some deals where (status = won)",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM deals WHERE status = 'won')"),
        new(
            "at least 2",
            "at least 2 orders where (paid = true and amount > 100)",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM orders WHERE paid AND amount > 10000 GROUP BY contact HAVING count(*) >= 2)"),
        new(
            "none in a window",
            "no orders where (created_at during last 180 days)",
            """
            SELECT count(*) FROM contacts c
            WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.contact = c.id AND o.created_at >= {day-180} AND o.created_at < {day+1})
            """,
            ClickHouse: "SELECT count(*) FROM contacts WHERE id NOT IN (SELECT contact FROM orders WHERE created_at >= {day-180} AND created_at < {day+1})"),
        new(
            "all",
            "all deals where (status = won)",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM deals GROUP BY contact HAVING bool_and(status = 'won'))",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM deals GROUP BY contact HAVING min(status = 'won') = 1)",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM deals GROUP BY contact HAVING min(status = 'won') = 1)"),
        new(
            "at least 5 events in a window",
            "at least 5 events where (name = product_view and at during last 30 days)",
            """
            SELECT count(*) FROM contacts WHERE id IN (
              SELECT contact FROM events WHERE name = 'product_view' AND at >= {day-30} AND at < {day+1} GROUP BY contact HAVING count(*) >= 5)
            """),
        new(
            "sum",
            "sum(order.amount where paid = true) > 1000",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM orders WHERE paid GROUP BY contact HAVING sum(amount) > 100000)"),
        new(
            "average",
            "avg(deal.amount where status = won) > 5000",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM deals WHERE status = 'won' GROUP BY contact HAVING avg(amount) > 500000)"),
        new(
            "distinct",
            "distinct(event.product where name = product_view) >= 3",
            """
            SELECT count(*) FROM contacts WHERE id IN (
              SELECT contact FROM (SELECT DISTINCT contact, product FROM events WHERE name = 'product_view') AS seen GROUP BY contact HAVING count(product) >= 3)
            """,
            ClickHouse:
            """
            SELECT count(*) FROM contacts WHERE id IN (
              SELECT contact FROM events WHERE name = 'product_view' GROUP BY contact HAVING uniqUpTo(3)(product) >= 3)
            """),
        new(
            "last event, before a window",
            "last(event.at) during over 60 days ago",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT contact FROM events GROUP BY contact HAVING max(at) < {day-60})"),
    ];
}
