namespace Muster.Server.Demo;

/// <summary>A product and its list price in cents.</summary>
internal readonly record struct Product(string Name, int Price);

/// <summary>A pipeline: the stages of its open deals, in order; closed ones are at <c>Won</c> or <c>Lost</c>.</summary>
internal sealed record Pipeline(string Name, string[] Stages);

/// <summary>A campaign: sent once a year, on that day at that hour (UTC), to that share of those who may be written to.</summary>
internal sealed record Campaign(string Name, int Month, int Day, int Hour, double Reach, string[] Links);

/// <summary>The words of the demo: what it sells, who sells it and how people are told apart.</summary>
internal static class Catalog
{
    public static readonly string[] Agents =
    [
        "Ann Brooks", "Léa Fontaine", "Jonas Keller", "Priya Raman", "Marco Bellini", "Zoë Hart", "Samuel Ortiz", "Ingrid Dahl", "Łukasz Zając", "Mei Tanaka",
        "Omar Haddad", "Clara Weiss", "Tom Fletcher", "Nadia Petrova", "Hugo Lambert", "Sofía Reyes", "Erik Lindgren", "Grace Okafor", "Daniel Stein", "Ivy Chen",
        "Pedro Nunes", "Eva Horáková", "Liam Walsh", "Aylin Demir", "Noah Bennett",
    ];

    public static readonly string[] Sources =
        ["Website", "Organic search", "Paid search", "Referral", "Social media", "Newsletter", "Webinar", "Trade fair", "Partner", "Import", "Cold call", "Chat"];

    public static readonly string[] Industries =
    [
        "Software", "Retail", "Manufacturing", "Healthcare", "Finance", "Education", "Construction", "Logistics", "Hospitality", "Media", "Energy", "Agriculture",
        "Real estate", "Telecommunications", "Legal", "Automotive", "Non-profit", "Government",
    ];

    /// <summary>Tags, the first few given by what a profile did, the others by chance, with Zipf's law. At most 64: a set of them is 64 bits.</summary>
    public static readonly string[] Tags =
    [
        "Customer", "VIP", "Newsletter", "Churned", "Hot", "Partner", "Event 2025", "Beta", "Webinar", "Trial", "Price list", "Referral", "Trade fair", "Blog", "Student",
        "Reseller", "Press", "Download", "Support", "Loyal", "Discount", "Wholesale", "Early bird", "Survey", "Decision maker", "Technical", "Finance", "Marketing",
        "Purchasing", "Competitor", "Investor", "Supplier", "Local", "International", "Key account", "Callback", "Follow up", "No calls", "Invoice only", "Prepaid",
        "Annual plan", "Monthly plan", "Enterprise", "Start-up", "Agency", "Freelancer", "Non-profit", "Public sector", "Ambassador", "Speaker", "Alumni", "Intern",
        "Board", "Gift card", "Club", "Gold", "Silver", "Bronze", "Imported", "Duplicate?",
    ];

    public const int CustomerTag = 0, VipTag = 1, NewsletterTag = 2, ChurnedTag = 3, HotTag = 4, FirstFreeTag = 5;

    public static readonly Product[] Products =
    [
        new("Starter plan", 2900), new("Notebook", 1250), new("Team plan", 9900), new("Coffee mug", 1490), new("Onboarding", 49000), new("T-shirt", 2490),
        new("Business plan", 24900), new("Water bottle", 1990), new("Backpack", 7900), new("Training day", 120000), new("Desk lamp", 5490), new("Headphones", 12900),
        new("Keyboard", 8990), new("Mouse", 3990), new("Monitor", 27900), new("Webcam", 6990), new("Office chair", 34900), new("Standing desk", 59900),
        new("Enterprise plan", 99000), new("Support package", 39000), new("Migration", 180000), new("Data import", 45000), new("API access", 19900), new("Extra storage", 990),
        new("Template pack", 3900), new("Certification", 29000), new("Workshop", 75000), new("Consulting hour", 15000), new("Audit", 220000), new("Poster set", 2190),
        new("Gift card", 5000), new("Hoodie", 4990), new("Travel adapter", 2790), new("Power bank", 3490), new("Tablet stand", 2990), new("Docking station", 18900),
        new("Whiteboard", 8490), new("Label printer", 14900), new("Scanner", 11900), new("Custom development", 950000),
    ];

    public static readonly Pipeline[] Pipelines =
    [
        new("Sales", ["New", "Qualified", "Proposal", "Negotiation"]),
        new("Renewals", ["Upcoming", "Contacted", "Offer sent"]),
        new("Partners", ["Introduction", "Evaluation", "Contract"]),
    ];

    public static readonly Campaign[] Campaigns =
    [
        new("New Year", 1, 8, 9, 0.35, ["/offers/new-year", "/pricing"]),
        new("Product Launch", 2, 5, 14, 0.3, ["/products/launch", "/blog/launch", "/demo"]),
        new("Spring", 3, 20, 8, 0.45, ["/offers/spring", "/products"]),
        new("Webinar Invitation", 4, 22, 10, 0.2, ["/webinar"]),
        new("Customer Survey", 5, 19, 9, 0.15, ["/survey"]),
        new("Summer Sale", 6, 24, 7, 0.45, ["/offers/summer", "/products"]),
        new("Holiday Reading", 7, 28, 11, 0.15, ["/blog/reading-list"]),
        new("Back to Work", 9, 2, 8, 0.3, ["/offers/back-to-work", "/pricing"]),
        new("Autumn News", 10, 7, 9, 0.3, ["/blog/autumn", "/products"]),
        new("Win-back", 11, 4, 13, 0.15, ["/offers/come-back"]),
        new("Black Friday", 11, 27, 6, 0.5, ["/offers/black-friday", "/products"]),
        new("Season's Greetings", 12, 18, 9, 0.35, ["/blog/thank-you"]),
    ];

    public static readonly string[] MailProviders = ["mail.example", "inbox.example", "post.example", "webmail.example", "freemail.example", "mymail.example"];

    public static readonly string[] CompanyHeads =
    [
        "Acme", "Blue", "North", "Silver", "Green", "Bright", "Urban", "Alpine", "Harbor", "Summit", "River", "Golden", "Clear", "Iron", "Cedar", "Falcon", "Nova",
        "Lumen", "Vertex", "Prime", "Coral", "Maple", "Stone", "Swift", "Polar", "Delta", "Orchid", "Atlas", "Ember", "Quartz",
    ];

    public static readonly string[] CompanyTails =
    [
        "Works", "Systems", "Foods", "Logistics", "Media", "Labs", "Health", "Energy", "Trading", "Studio", "Partners", "Tools", "Textiles", "Design", "Robotics",
        "Capital", "Travel", "Homes", "Motors", "Learning",
    ];

    public static readonly string[] Players = ["Player 1", "Player 2", "Player 3", "Player 4", "Player 5", "Player 6"];

    public static readonly string[] Spots = ["Home page", "Landing page", "Checkout", "Help centre", "Shop window"];

    public static readonly string[] TicketSubjects =
    [
        "Cannot log in", "Invoice is wrong", "Delivery is late", "Refund requested", "How do I export data?", "Item damaged", "Change of address", "Password reset",
        "Feature request", "Page does not load", "Wrong item delivered", "Cancel subscription", "Question about pricing", "Integration fails", "Missing confirmation e-mail",
    ];

    public static readonly string[] Forms = ["Newsletter", "Contact", "Demo", "Whitepaper", "Webinar", "Quote", "Feedback", "Job application"];

    public static readonly string[] Pages = ["/", "/pricing", "/products", "/blog", "/features", "/about", "/help", "/contact", "/docs", "/careers", "/customers", "/webinar"];

    public static readonly string[] Plans = ["free", "starter", "team", "business"];

    public static readonly WeightedChoice AgentShares = WeightedChoice.Zipf(Agents.Length, shift: 5);

    public static readonly WeightedChoice SourceShares = WeightedChoice.Zipf(Sources.Length, shift: 1);

    public static readonly WeightedChoice IndustryShares = WeightedChoice.Zipf(Industries.Length, shift: 2);

    public static readonly WeightedChoice FreeTagShares = WeightedChoice.Zipf(Tags.Length - FirstFreeTag, shift: 1);

    public static readonly WeightedChoice ProductShares = WeightedChoice.Zipf(Products.Length, shift: 1);

    public static readonly WeightedChoice ProviderShares = WeightedChoice.Zipf(MailProviders.Length);

    public static readonly WeightedChoice FormShares = WeightedChoice.Zipf(Forms.Length);

    public static readonly WeightedChoice PageShares = WeightedChoice.Zipf(Pages.Length);

    public static string Agent(ref SplitMix64 random) => Agents[AgentShares.Draw(ref random)];

    public static string Source(ref SplitMix64 random) => Sources[SourceShares.Draw(ref random)];
}
