using Muster.Rules.Backend;
using Muster.Rules.Dates;
using Muster.TestKit;
using NodaTime;

namespace Muster.Rules.Tests.Dates;

public partial class DateWindowTextTests
{
    [Fact]
    public void ReadingThePrintedForm_GivesTheSameWindow() => Seeded.Run(rounds: 5_000, random =>
    {
        Moment moment = MomentGenerator.Any(random);
        LocalDate today = NaiveWindow.Today(moment);
        DateWindow window = WindowGenerator.Any(random, [today, today.PlusDays(random.Next(-9_000, 9_000)), new(1, 1, 1), new(9998, 12, 31), new(2024, 2, 29)]);
        string text = DateWindowText.Print(window);

        Assert.True(DateWindowText.TryParse(text, out DateWindow? read, out string? error), $"{text}: {error}");
        Assert.Equal(window, read);
        Assert.True(DateWindowText.TryParse("  " + text.ToUpperInvariant() + " ", out read, out error), $"{text}: {error}");
        Assert.Equal(window, read);
    });
}
