namespace Muster.Server.Demo;

/// <summary>A city and its IANA time zone.</summary>
internal readonly record struct City(string Name, string TimeZone);

/// <summary>A country of the demo's.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Currency">ISO 4217. Only the three that the demo's shop sells in.</param>
/// <param name="PhonePattern">Numbers that no one has there, a # for each free digit; see <see cref="Countries"/>.</param>
/// <param name="OffsetHours">Hours ahead of UTC, roughly: at what time of the day things happen.</param>
/// <param name="LegalForm">What stands behind a company's name.</param>
/// <param name="Speakers">Languages (ISO 639-1) with their names, most spoken first.</param>
/// <param name="Cities">Largest first.</param>
internal sealed record Country(
    string Code, string Currency, string PhonePattern, int OffsetHours, string LegalForm, (string Language, Culture Culture)[] Speakers, City[] Cities)
{
    /// <summary>Draws a city; larger ones more often.</summary>
    public City DrawCity(ref SplitMix64 random) => Cities[Math.Min(random.Below(Cities.Length), random.Below(Cities.Length))];

    /// <summary>Draws a language; two in three speak the first.</summary>
    public (string Language, Culture Culture) DrawSpeaker(ref SplitMix64 random) =>
        Speakers.Length == 1 || random.Below(3) < 2 ? Speakers[0] : Speakers[1 + random.Below(Speakers.Length - 1)];
}

/// <summary>The countries of the demo, by how many profiles they have: the shares follow Zipf's law.</summary>
/// <remarks>
/// Phone numbers are ones that nobody can have: area codes with a 9 in the middle are kept free in North America, numbers that begin with 4 in Britain
/// and with 2 in Italy are not given out, and elsewhere no subscriber's number begins with two zeros after the country code.
/// </remarks>
internal static class Countries
{
    public static Country[] All { get; } =
    [
        new("US", "USD", "+12915######", -6, "Inc.", [("en", Culture.English), ("es", Culture.Spanish), ("en", Culture.English), ("en", Culture.Indian), ("en", Culture.German), ("en", Culture.Italian)], [new("New York", "America/New_York"), new("Los Angeles", "America/Los_Angeles"), new("Chicago", "America/Chicago"), new("Houston", "America/Chicago"), new("Seattle", "America/Los_Angeles"), new("Denver", "America/Denver"), new("Boston", "America/New_York"), new("Phoenix", "America/Phoenix")]),
        new("DE", "EUR", "+4900#######", 1, "GmbH", [("de", Culture.German), ("de", Culture.German), ("de", Culture.Turkish), ("de", Culture.Polish)], [.. In("Europe/Berlin", "Berlin", "Hamburg", "München", "Köln", "Frankfurt am Main", "Düsseldorf", "Leipzig")]),
        new("GB", "GBP", "+444#########", 0, "Ltd", [("en", Culture.English), ("en", Culture.Indian)], [.. In("Europe/London", "London", "Manchester", "Birmingham", "Leeds", "Glasgow", "Bristol")]),
        new("FR", "EUR", "+3300#######", 1, "SAS", [("fr", Culture.French)], [.. In("Europe/Paris", "Paris", "Marseille", "Lyon", "Toulouse", "Nantes", "Saint-Étienne")]),
        new("ES", "EUR", "+3400#######", 1, "S.L.", [("es", Culture.Spanish)], [.. In("Europe/Madrid", "Madrid", "Barcelona", "Valencia", "Sevilla", "Málaga"), new("Las Palmas", "Atlantic/Canary")]),
        new("IT", "EUR", "+392########", 1, "S.r.l.", [("it", Culture.Italian)], [.. In("Europe/Rome", "Milano", "Roma", "Napoli", "Torino", "Bologna")]),
        new("CA", "USD", "+12935######", -5, "Inc.", [("en", Culture.English), ("fr", Culture.French)], [new("Toronto", "America/Toronto"), new("Montréal", "America/Toronto"), new("Vancouver", "America/Vancouver"), new("Calgary", "America/Edmonton")]),
        new("NL", "EUR", "+3100#######", 1, "B.V.", [("nl", Culture.Dutch)], [.. In("Europe/Amsterdam", "Amsterdam", "Rotterdam", "Utrecht", "Eindhoven")]),
        new("BR", "USD", "+5500#######", -3, "Ltda.", [("pt", Culture.Portuguese)], [new("São Paulo", "America/Sao_Paulo"), new("Rio de Janeiro", "America/Sao_Paulo"), new("Brasília", "America/Sao_Paulo"), new("Manaus", "America/Manaus")]),
        new("PL", "EUR", "+4800#######", 1, "sp. z o.o.", [("pl", Culture.Polish)], [.. In("Europe/Warsaw", "Warszawa", "Kraków", "Łódź", "Wrocław", "Gdańsk")]),
        new("JP", "USD", "+8100#######", 9, "株式会社", [("ja", Culture.Japanese)], [.. In("Asia/Tokyo", "東京", "大阪", "名古屋", "福岡")]),
        new("AU", "USD", "+6100#######", 10, "Pty Ltd", [("en", Culture.English)], [new("Sydney", "Australia/Sydney"), new("Melbourne", "Australia/Melbourne"), new("Brisbane", "Australia/Brisbane"), new("Perth", "Australia/Perth")]),
        new("SE", "EUR", "+4600#######", 1, "AB", [("sv", Culture.Nordic)], [.. In("Europe/Stockholm", "Stockholm", "Göteborg", "Malmö", "Uppsala")]),
        new("CH", "EUR", "+4100#######", 1, "AG", [("de", Culture.German), ("fr", Culture.French), ("it", Culture.Italian)], [.. In("Europe/Zurich", "Zürich", "Genève", "Basel", "Bern")]),
        new("AT", "EUR", "+4300#######", 1, "GmbH", [("de", Culture.German)], [.. In("Europe/Vienna", "Wien", "Graz", "Linz", "Salzburg")]),
        new("BE", "EUR", "+3200#######", 1, "BV", [("nl", Culture.Dutch), ("fr", Culture.French)], [.. In("Europe/Brussels", "Bruxelles", "Antwerpen", "Gent", "Liège")]),
        new("MX", "USD", "+5200#######", -6, "S.A. de C.V.", [("es", Culture.Spanish)], [new("Ciudad de México", "America/Mexico_City"), new("Guadalajara", "America/Mexico_City"), new("Monterrey", "America/Monterrey"), new("Tijuana", "America/Tijuana")]),
        new("PT", "EUR", "+35100#######", 0, "Lda.", [("pt", Culture.Portuguese)], [.. In("Europe/Lisbon", "Lisboa", "Porto", "Braga")]),
        new("IN", "USD", "+9100#######", 5, "Pvt. Ltd.", [("en", Culture.Indian), ("hi", Culture.Indian)], [.. In("Asia/Kolkata", "Mumbai", "Bengaluru", "Delhi", "Chennai", "Hyderabad")]),
        new("DK", "EUR", "+4500#######", 1, "ApS", [("da", Culture.Nordic)], [.. In("Europe/Copenhagen", "København", "Aarhus", "Odense")]),
        new("NO", "EUR", "+4700#######", 1, "AS", [("nb", Culture.Nordic)], [.. In("Europe/Oslo", "Oslo", "Bergen", "Tromsø")]),
        new("FI", "EUR", "+35800#######", 2, "Oy", [("fi", Culture.Nordic)], [.. In("Europe/Helsinki", "Helsinki", "Tampere", "Jyväskylä")]),
        new("IE", "EUR", "+35300#######", 0, "Ltd", [("en", Culture.English)], [.. In("Europe/Dublin", "Dublin", "Cork", "Galway")]),
        new("CZ", "EUR", "+42000#######", 1, "s.r.o.", [("cs", Culture.Czech)], [.. In("Europe/Prague", "Praha", "Brno", "Plzeň")]),
        new("TR", "USD", "+9000#######", 3, "A.Ş.", [("tr", Culture.Turkish)], [.. In("Europe/Istanbul", "İstanbul", "Ankara", "İzmir")]),
        new("KR", "USD", "+8200#######", 9, "Co., Ltd.", [("ko", Culture.Korean)], [.. In("Asia/Seoul", "서울", "부산", "인천")]),
        new("CN", "USD", "+8600#######", 8, "有限公司", [("zh", Culture.Chinese)], [.. In("Asia/Shanghai", "上海", "北京", "深圳", "广州")]),
        new("AR", "USD", "+5400#######", -3, "S.A.", [("es", Culture.Spanish), ("es", Culture.Italian)], [new("Buenos Aires", "America/Argentina/Buenos_Aires"), new("Córdoba", "America/Argentina/Cordoba"), new("Rosario", "America/Argentina/Cordoba")]),
        new("GR", "EUR", "+3000#######", 2, "Ε.Π.Ε.", [("el", Culture.Greek)], [.. In("Europe/Athens", "Αθήνα", "Θεσσαλονίκη", "Πάτρα")]),
        new("NZ", "USD", "+6400#######", 12, "Ltd", [("en", Culture.English)], [.. In("Pacific/Auckland", "Auckland", "Wellington", "Christchurch")]),
        new("SG", "USD", "+6500#######", 8, "Pte. Ltd.", [("en", Culture.Chinese), ("en", Culture.English), ("en", Culture.Indian)], [.. In("Asia/Singapore", "Singapore")]),
    ];

    private static readonly WeightedChoice ByShare = WeightedChoice.Zipf(All.Length, shift: 0.1);

    /// <summary>Draws the index of a country in <see cref="All"/>.</summary>
    public static int Draw(ref SplitMix64 random) => ByShare.Draw(ref random);

    private static IEnumerable<City> In(string timeZone, params string[] names) => names.Select(name => new City(name, timeZone));
}
