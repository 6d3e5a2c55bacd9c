using Muster.Rules.Text;

namespace Muster.Rules.Tests.Text;

public class NearMissTests
{
    [Theory]
    [InlineData("contry", "country")]
    [InlineData("STATUS", "status")]
    [InlineData("sttaus", "status")]
    [InlineData("stages", "stage")]
    [InlineData("xx", null)]
    [InlineData("", null)]
    [InlineData("something_else", null)]
    public void TheNearestIsSuggested_IfItIsNear(string found, string? expected) => Assert.Equal(expected, NearMiss.Suggest(found, ["country", "status", "stage", "source"]));
}
