namespace Muster.Bench.Race.Rules;

/// <summary>Rules of one condition on a field of the contact or of its company. Today is 15 June 2026.</summary>
internal static class FieldRules
{
    public static readonly RaceRule[] All =
    [
        new("text equals", "country = DE", "SELECT count(*) FROM contacts WHERE country = 'de'"),
        new("number range", "lead_score between 60 and 80", "SELECT count(*) FROM contacts WHERE lead_score BETWEEN 60 AND 80"),
        new(
            "tags",
            """tags has any of ("VIP", "Hot")""",
            "SELECT count(*) FROM contacts WHERE tags && ARRAY['vip', 'hot']",
            "SELECT count(*) FROM contacts WHERE id IN (SELECT owner FROM contacts_tags WHERE tag IN ('vip', 'hot'))",
            "SELECT count(*) FROM contacts WHERE hasAny(tags, ['vip', 'hot'])"),
        new(
            "text contains",
            """email contains "0042" """,
            "SELECT count(*) FROM contacts WHERE email LIKE '%0042%'",
            "SELECT count(*) FROM contacts WHERE instr(email, '0042') > 0",
            "SELECT count(*) FROM contacts WHERE position(email, '0042') > 0"),
        new(
            "text begins",
            "name begins with an",
            "SELECT count(*) FROM contacts WHERE name LIKE 'an%'",
            "SELECT count(*) FROM contacts WHERE name >= 'an' AND name < 'ao'",
            "SELECT count(*) FROM contacts WHERE startsWith(name, 'an')"),
        new(
            "text differs or is missing",
            """owner != "Ann Brooks" """,
            "SELECT count(*) FROM contacts WHERE owner IS DISTINCT FROM 'ann brooks'",
            "SELECT count(*) FROM contacts WHERE owner IS NOT 'ann brooks'",
            "SELECT count(*) FROM contacts WHERE owner != 'ann brooks'"),
        new(
            "missing",
            "phone is missing",
            "SELECT count(*) FROM contacts WHERE phone IS NULL",
            ClickHouse: "SELECT count(*) FROM contacts WHERE phone = ''"),
        new("boolean", "email_consent = true", "SELECT count(*) FROM contacts WHERE email_consent"),
        new(
            "date window",
            "created_at during last 90 days",
            "SELECT count(*) FROM contacts WHERE created_at >= {day-90} AND created_at < {day+1}"),
        new(
            "birthdays, year ignored",
            "birthday during next 7 days ignoring year",
            "SELECT count(*) FROM contacts WHERE (extract(month FROM birthday) * 100 + extract(day FROM birthday))::int BETWEEN 616 AND 622",
            "SELECT count(*) FROM contacts WHERE substr(birthday, 6) BETWEEN '06-16' AND '06-22'",
            "SELECT count(*) FROM contacts WHERE toMonth(birthday) * 100 + toDayOfMonth(birthday) BETWEEN 616 AND 622"),
        new(
            "field of the company",
            "company.industry = Software",
            "SELECT count(*) FROM contacts WHERE company IN (SELECT id FROM companies WHERE industry = 'software')"),
    ];
}
