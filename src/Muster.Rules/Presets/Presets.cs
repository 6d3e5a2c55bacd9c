using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Presets;

/// <summary>The ready-made filters.</summary>
public static class Presets
{
    private static readonly Audience[] Clients = [Audience.Contacts, Audience.Companies, Audience.Clients];

    private static readonly Audience[] People = [Audience.Contacts, Audience.Clients];

    private static readonly Audience[] Scored = [Audience.Leads, Audience.Contacts, Audience.Clients];

    private static readonly Audience[] Leads = [Audience.Leads];

    private static readonly Audience[] Everyone = [Audience.Contacts, Audience.Companies, Audience.Clients, Audience.Leads];

    private static readonly PresetParameter Person = new("person", "Responsible person", PresetParameterType.Text, Required: true);

    private static readonly string[] Means = ["email", "phone", "messenger"];

    private static readonly string[] Scopes = ["all", "paid_orders", "unpaid_orders", "active_deals", "won_deals", "lost_deals"];

    /// <summary>Statuses that say that a lead is no longer worked on.</summary>
    private static readonly string[] ClosedLeads = ["closed", "lost", "disqualified", "unqualified", "junk", "converted"];

    /// <summary>All ready-made filters, in the order that people see.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        Of("with_won_deals", "With won deals", "Have at least one deal that is won.", Clients, [], _ => Deals("won")),
        Of("deals_in_progress", "With deals in progress", "Have at least one deal that is open.", Clients, [], _ => Deals("open")),
        Of("with_lost_deals", "With lost deals", "Have at least one deal that is lost.", Clients, [], _ => Deals("lost")),
        Of(
            "without_deals", "Without deals", "Never had a deal, one deleted since included.", Clients, [],
            _ => AllOf(Is("had_deals", Operator.Equal, new Literal.Boolean(false)))),
        Of(
            "bought_product", "Bought product …",
            "Have an order or a deal with that product among its items: any, or only orders that are paid or not, or deals that are open, won or lost.",
            Clients, [new("product", "Product", PresetParameterType.Text, Required: true), new("scope", "Found in", PresetParameterType.Choice, "all", [.. Scopes])],
            given => AllOf(Some("item", [Is("product", Operator.Equal, new Literal.Text(given.Text("product")!)), .. ItemScope(given.Choice("scope"))]))),
        Of(
            "deal_amount", "Deal amount …", "Have at least one deal whose amount is at least the least and at most the greatest; one of the two is enough.",
            Clients, [new("min", "At least", PresetParameterType.Money), new("max", "At most", PresetParameterType.Money)], DealAmount),
        Of(
            "responsible_person", "Responsible person …", "That person is responsible for the contact, company or lead itself.", Everyone, [Person],
            given => AllOf(Is("owner", Operator.Equal, new Literal.Text(given.Text("person")!)))),
        Of(
            "responsible_for_company", "Responsible person of the company …", "That person is responsible for the contact's company, or, among companies, for it.",
            People, [Person], given => ResponsibleForCompany(new Literal.Text(given.Text("person")!))),
        Of(
            "responsible_for_deal", "Responsible person of a deal …", "That person is responsible for at least one of their deals.", Clients, [Person],
            given => AllOf(Some("deal", Is("owner", Operator.Equal, new Literal.Text(given.Text("person")!))))),
        Of(
            "contact_source", "Contact source …", "Came from one of the sources.", Everyone, [new("sources", "Sources", PresetParameterType.Texts, Required: true)],
            given => AllOf(Is("source", Operator.In, ListOf(given.Texts("sources"))))),
        Of(
            "contact_via", "Contact via …", "Can be reached by every one of the chosen means: each is filled.", Everyone,
            [new("means", "Means", PresetParameterType.Choices, "email", [.. Means])],
            given => AllOf([.. given.Choices("means").Select(means => Is("has_" + means, Operator.Equal, new Literal.Boolean(true)))])),
        Of(
            "birthday_today", "Birthday today", "Have their birthday today; on 28 February also those born on the 29th, in a year that has none.", People, [],
            _ => AllOf(Is("birthday", Operator.During, new Literal.Window(new DateWindow.Period(WindowUnit.Day, 0) { IgnoringYear = true })))),
        Of(
            "birthday_soon", "Birthday in the next N days", "Have their birthday within so many days after today.", People, [new("days", "Days", PresetParameterType.Days, "7")],
            given => AllOf(Is("birthday", Operator.During, new Literal.Window(Counted(WindowRelation.Next, given.Days("days")) with { IgnoringYear = true })))),
        Of(
            "inactive", "Inactive for N days",
            "No activity, conversation, engagement or event in the last so many days, or ever; those created within these days do not count as inactive yet.",
            Everyone, [new("days", "Days", PresetParameterType.Days, "30")],
            given => AllOf(Within("last_activity_at", Operator.NotDuring, given.Days("days")), Within("created_at", Operator.NotDuring, given.Days("days")))),
        Of(
            "new", "New in the last N days", "Created in the last so many days, today included.", Everyone, [new("days", "Days", PresetParameterType.Days, "30")],
            given => AllOf(Within("created_at", Operator.During, given.Days("days")))),
        Of(
            "high_value", "High-value customers", "Their paid orders and won deals come to at least the amount.", Clients, [new("amount", "Amount", PresetParameterType.Money, "1000")],
            given => AllOf(Is("lifetime_value", Operator.GreaterOrEqual, given.Money("amount")!))),
        Of(
            "at_risk", "At-risk customers", "Have bought, by an order or a won deal, but show no activity in the last so many days.", Clients,
            [new("days", "Days without activity", PresetParameterType.Days, "90")],
            given => AllOf(
                new Rule.Group(Combinator.Or, [Is("order_count", Operator.Greater, new Literal.Number(0)), Some("deal", Is("status", Operator.Equal, new Literal.Text("won")))]),
                Within("last_activity_at", Operator.NotDuring, given.Days("days")))),
        Of(
            "hot_leads", "Hot leads", "Have at least the lead score, and were active or created in the last so many days.", Scored,
            [new("score", "Lead score", PresetParameterType.Number, "80"), new("days", "Days", PresetParameterType.Days, "30")],
            given => AllOf(
                Is("lead_score", Operator.GreaterOrEqual, given.Number("score")),
                new Rule.Group(
                    Combinator.Or, [Within("last_activity_at", Operator.During, given.Days("days")), Within("created_at", Operator.During, given.Days("days"))]))),
        Of(
            "newsletter_subscribers", "Newsletter subscribers", "Have an email, have consented to email, and have not unsubscribed.", People, [],
            _ => AllOf(
                Is("has_email", Operator.Equal, new Literal.Boolean(true)),
                Is("email_consent", Operator.Equal, new Literal.Boolean(true)),
                Is("unsubscribed", Operator.NotEqual, new Literal.Boolean(true)))),
        Of(
            "leads_in_progress", "Leads in progress", $"Are not converted, and their status is none of {string.Join(", ", ClosedLeads)}.", Leads, [],
            _ => AllOf(Is("converted", Operator.NotEqual, new Literal.Boolean(true)), Is("status", Operator.NotIn, ListOf(ClosedLeads)))),
        Of("converted_leads", "Converted leads", "Are marked as converted; a lead that is linked to its contact or company is counted there instead.", Leads, [], _ => AllOf(Is("converted", Operator.Equal, new Literal.Boolean(true)))),
        Of(
            "stages_and_tags", "Stages and tags", "Are in any of the stages and have any of the tags, of the named players and spot alone: whichever of the four are given.",
            Everyone,
            [
                new("stages", "Stages", PresetParameterType.Texts), new("tags", "Tags", PresetParameterType.Texts),
                new("players", "Players", PresetParameterType.Texts), new("spot", "Spot", PresetParameterType.Text),
            ],
            StagesAndTags),
    ];

    /// <summary>The ready-made filter of that key, or null.</summary>
    public static Preset? Find(string key) => All.FirstOrDefault(preset => preset.Key == key);

    private static Preset Of(
        string key, string name, string description, Audience[] audiences, EquatableArray<PresetParameter> parameters, Func<PresetArguments, Rule.Group> rule) =>
        new(key, name, description, [.. audiences], parameters, rule);

    private static Rule.Group AllOf(params Rule[] rules) => new(Combinator.And, [.. rules]);

    private static Rule.Compare Is(string field, Operator op, Literal value) => new(field, op, value);

    private static Rule.Compare Within(string field, Operator op, int lastDays) => Is(field, op, new Literal.Window(Counted(WindowRelation.Last, lastDays)));

    private static DateWindow.Counted Counted(WindowRelation relation, int days) => new(relation, days, WindowUnit.Day);

    private static Literal.List ListOf(IEnumerable<string> texts) => new(texts.Select(Literal (text) => new Literal.Text(text)).ToEquatableArray());

    private static Rule.Related Some(string objectName, params Rule[] where) => new(objectName, Quantifier.Some, 0, AllOf(where));

    private static Rule.Group Deals(string status) => AllOf(Some("deal", Is("status", Operator.Equal, new Literal.Text(status))));

    private static Rule[] ItemScope(string scope)
    {
        static Rule[] Kind(string kind, Rule also) => [Is("kind", Operator.Equal, new Literal.Text(kind)), also];
        static Rule.Compare Status(string status) => Is("status", Operator.Equal, new Literal.Text(status));
        return scope switch
        {
            "all" => [],
            "paid_orders" => Kind("order", Is("paid", Operator.Equal, new Literal.Boolean(true))),
            "unpaid_orders" => Kind("order", Is("paid", Operator.NotEqual, new Literal.Boolean(true))),
            "active_deals" => Kind("deal", Status("open")),
            "won_deals" => Kind("deal", Status("won")),
            "lost_deals" => Kind("deal", Status("lost")),
            _ => throw new System.Diagnostics.UnreachableException($"No arm for {scope}"),
        };
    }

    private static Rule.Group DealAmount(PresetArguments given)
    {
        List<Rule> ends = [];
        if (given.Money("min") is { } least)
        {
            ends.Add(Is("amount", Operator.GreaterOrEqual, least));
        }

        if (given.Money("max") is { } greatest)
        {
            ends.Add(Is("amount", Operator.LessOrEqual, greatest));
        }

        return ends.Count > 0 ? AllOf(Some("deal", [.. ends])) : throw new PresetArgumentException("min", "\"Deal amount …\" needs the least amount, the greatest, or both.");
    }

    private static Rule.Group ResponsibleForCompany(Literal person) => new(
        Combinator.Or,
        [
            Is("company.owner", Operator.Equal, person),
            AllOf(Is("client_type", Operator.Equal, new Literal.Text("company")), Is("owner", Operator.Equal, person)),
        ]);

    private static Rule.Group StagesAndTags(PresetArguments given)
    {
        List<Rule> rules = [];
        void Add(string field, Operator op, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                rules.Add(Is(field, op, ListOf(values)));
            }
        }

        Add("stage", Operator.In, given.Texts("stages"));
        Add("tags", Operator.HasAny, given.Texts("tags"));
        Add("player", Operator.In, given.Texts("players"));
        if (given.Text("spot") is { } spot)
        {
            rules.Add(Is("spot", Operator.Equal, new Literal.Text(spot)));
        }

        return rules.Count > 0 ? AllOf([.. rules]) : throw new PresetArgumentException("stages", "\"Stages and tags\" needs a stage, a tag, a player or a spot.");
    }
}
