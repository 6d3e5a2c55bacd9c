using System.Text;
using Muster.Rules.Data;
using Muster.TestKit;

namespace Muster.Rules.Tests.Data;

public class TextFoldTests
{
    [Fact]
    public void FoldingAFold_ChangesNothing_OfAnyCharacter()
    {
        for (int code = 0; code <= 0x10FFFF; code++)
        {
            string text = code is >= 0xD800 and < 0xE000 ? ((char)code).ToString() : char.ConvertFromUtf32(code);
            string fold = TextFold.Fold(text);
            if (TextFold.Fold(fold) != fold || TextFold.Fold(TextFold.Compose(text)) != fold)
            {
                Assert.Fail($"U+{code:X4} folds to {Codes(fold)}, which folds to {Codes(TextFold.Fold(fold))}.");
            }
        }
    }

    [Fact]
    public void FoldingAFold_ChangesNothing_OfRandomText() => Seeded.Run(rounds: 20_000, random =>
    {
        StringBuilder text = new();
        for (int length = random.Next(1, 7); length > 0; length--)
        {
            text.Append(Character(random));
        }

        string fold = TextFold.Fold(text.ToString());
        Assert.True(TextFold.Fold(fold) == fold, $"{Codes(text.ToString())} folds to {Codes(fold)}, which folds to {Codes(TextFold.Fold(fold))}.");
        Assert.True(fold.IsNormalized(NormalizationForm.FormC), Codes(fold));
        Assert.True(TextFold.Fold(TextFold.Compose(text.ToString())) == fold, $"{Codes(text.ToString())} composed folds to another text.");
        Assert.True(TextFold.Fold(text.ToString().ToUpperInvariant()) == TextFold.Fold(text.ToString().ToUpperInvariant().ToLowerInvariant()), Codes(text.ToString()));
    });

    /// <summary>Letters and marks that combine, mostly; any character, and halves of one, now and then.</summary>
    private static string Character(Random random) => random.Next(10) switch
    {
        0 => ((char)random.Next(0x10000)).ToString(),
        1 => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
        2 or 3 => ((char)random.Next(0x300, 0x370)).ToString(),
        4 => ((char)random.Next(0x370, 0x590)).ToString(),
        5 => ((char)random.Next(0x1E00, 0x2000)).ToString(),
        6 => ((char)random.Next(0x1100, 0x1200)).ToString(),
        _ => ((char)random.Next(0x20, 0x250)).ToString(),
    };

    private static string Codes(string text) => string.Join(' ', text.Select(unit => $"{(int)unit:X4}"));
}
