using System.Xml.Linq;

namespace Muster.Architecture.Tests;

public class ProjectGraphTests
{
    public static TheoryData<string, string[]> Rooms => new()
    {
        { "Muster.Rules", [] },
        { "Muster.Engine", ["Muster.Rules"] },
        { "Muster.Storage", ["Muster.Rules"] },
        { "Muster.Server", ["Muster.Engine", "Muster.Rules", "Muster.Storage"] },
        { "Muster.Cli", ["Muster.Server"] },
    };

    [Theory, MemberData(nameof(Rooms))]
    public void ARoom_RefersOnlyToTheRoomsBelowIt(string room, string[] allowed)
    {
        IEnumerable<string> references = Project(room).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.Equal(allowed, references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryRoom_IsHeldToTheGraph() =>
        Assert.Equal(
            Rooms.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void TheLanguage_NeedsTheBaseLibraryAndNodaTimeOnly() =>
        Assert.Equal(["NodaTime"], Project("Muster.Rules").Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value));

    [Fact]
    public void OnlyTheEngine_AllowsUnsafeCode() =>
        Assert.Equal(["Muster.Engine"], Rooms.Select(row => row.Data.Item1).Where(room => Project(room).Descendants("AllowUnsafeBlocks").Any()));

    private static XDocument Project(string room) => XDocument.Load(Path.Combine(Root, "src", room, room + ".csproj"));

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Muster.slnx")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("The tests run from outside the repository.");
    }
}
