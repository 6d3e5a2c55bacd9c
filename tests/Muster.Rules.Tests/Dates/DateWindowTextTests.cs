using Muster.Rules.Dates;

namespace Muster.Rules.Tests.Dates;

public partial class DateWindowTextTests
{
    [Theory]
    [InlineData("today", "today")]
    [InlineData("Last 90 Days", "last 90 days")]
    [InlineData("last 1 month", "last 1 months")]
    [InlineData("this week", "this week")]
    [InlineData("over 3 days ago", "over 3 days ago")]
    [InlineData("more than 3 days ago", "> 3 days ago")]
    [InlineData("over 3 days ahead", "over 3 days ahead")]
    [InlineData("before 2026-04-01", "before 2026-04-01")]
    [InlineData("2026-04-01..2026-04-30", "2026-04-01..2026-04-30")]
    [InlineData("January 1997", "1997-01-01..1997-01-31")]
    [InlineData("1997-01", "1997-01-01..1997-01-31")]
    [InlineData("next 7 days ignoring year", "next 7 days ignoring year")]
    public void AWindow_PrintsInItsOneForm(string text, string printed)
    {
        Assert.True(DateWindowText.TryParse(text, out DateWindow? window, out string? error), error);
        Assert.Equal(printed, DateWindowText.Print(window!));
    }
}
