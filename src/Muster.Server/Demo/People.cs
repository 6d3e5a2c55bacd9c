using System.Globalization;

namespace Muster.Server.Demo;

/// <summary>A person as the records show them.</summary>
internal readonly record struct Person(PersonName First, PersonName Last, Culture Culture, string Language)
{
    public string FullName => PersonNames.Full(First, Last, Culture);
}

/// <summary>Names, addresses and numbers of the demo's people and companies. Every domain is a reserved one (RFC 2606), every phone number one that nobody has.</summary>
internal static class People
{
    public static Person Contact(DemoWorld world, in ContactPlan plan) => Draw(world.Random(DemoStream.ContactName, plan.Index), plan.Country);

    public static Person Lead(DemoWorld world, in LeadPlan plan) => Draw(world.Random(DemoStream.LeadName, plan.Index), plan.Country);

    /// <summary>The address of a person at work, or at one of the big providers. The number makes it that person's alone.</summary>
    /// <param name="random">Chooses the form.</param>
    /// <param name="person">Whose.</param>
    /// <param name="number">The person's number, unlike that of any other contact or lead.</param>
    /// <param name="domain">The employer's, or null.</param>
    public static string Email(ref SplitMix64 random, in Person person, int number, string? domain)
    {
        string host = domain is not null && random.Chance(0.8) ? domain : Catalog.MailProviders[Catalog.ProviderShares.Draw(ref random)];
        (string first, string last) = (person.First.Ascii, person.Last.Ascii);
        return random.Below(5) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{first[0]}.{last}{number}@{host}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"{first}{number}@{host}"),
            2 => string.Create(CultureInfo.InvariantCulture, $"{last}.{first}{number}@{host}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{first}.{last}{number}@{host}"),
        };
    }

    public static string Messenger(in Person person, int number) => string.Create(CultureInfo.InvariantCulture, $"@{person.First.Ascii}_{person.Last.Ascii}{number}");

    /// <summary>A number in E.164. Those of one country differ for numbers below its count of free digits: a million at least.</summary>
    public static string Phone(Country country, int number) => string.Create(country.PhonePattern.Length, (country.PhonePattern, number), static (text, phone) =>
    {
        // Times something prime to 10, so that neighbours look unlike and yet differ.
        ulong digits = ((ulong)phone.number * 7_654_321) + 1_234_567;
        for (int index = text.Length - 1; index >= 0; index--)
        {
            char pattern = phone.PhonePattern[index];
            text[index] = pattern;
            if (pattern == '#')
            {
                text[index] = (char)('0' + (digits % 10));
                digits /= 10;
            }
        }
    });

    public static string CompanyName(DemoWorld world, in CompanyPlan plan)
    {
        (string head, string tail) = CompanyWords(world, plan.Index);
        return $"{head} {tail} {Countries.All[plan.Country].LegalForm}";
    }

    public static string CompanyDomain(DemoWorld world, int company)
    {
        (string head, string tail) = CompanyWords(world, company);
        return string.Create(CultureInfo.InvariantCulture, $"{head.ToLowerInvariant()}-{tail.ToLowerInvariant()}-{company + 1}.example");
    }

    private static (string Head, string Tail) CompanyWords(DemoWorld world, int company)
    {
        // The first two draws of the company's face, which its own record draws too.
        SplitMix64 random = world.Random(DemoStream.CompanyFace, company);
        return (random.Pick(Catalog.CompanyHeads), random.Pick(Catalog.CompanyTails));
    }

    private static Person Draw(SplitMix64 random, int country)
    {
        (string language, Culture culture) = Countries.All[country].DrawSpeaker(ref random);
        (PersonName first, PersonName last) = PersonNames.Draw(ref random, culture);
        return new(first, last, culture, language);
    }
}
