using Muster.Rules.Text;

namespace Muster.Rules.Tests.Text;

public class NearMissTests
{
    [Theory]
    [InlineData("contry", "country", "a letter left out")]
    [InlineData("CUONTRY", "country", "two letters swapped, in another case")]
    [InlineData("stat", null, "two letters are more than a third of four")]
    [InlineData("sttaus", "status", "a swap counts once")]
    [InlineData("?", null, "nothing of one letter is left")]
    [InlineData("", null, "nothing was found")]
    [InlineData("pneumonoultramicroscopic", null, "nothing is near")]
    public void Suggest_GivesTheNearestWithinAThird(string found, string? expected, string because) =>
        Assert.True(NearMiss.Suggest(found, ["country", "city", "status", "a", "="]) == expected, because);

    [Fact]
    public void Suggest_PrefersTheNearerAndThenTheFirst()
    {
        Assert.Equal("orders", NearMiss.Suggest("ordesr", ["orderss", "orders"]));
        Assert.Equal("bat", NearMiss.Suggest("cat", ["bat", "hat"]));
    }
}
