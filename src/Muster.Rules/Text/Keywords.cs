using System.Collections.Frozen;

namespace Muster.Rules.Text;

/// <summary>The words that mean something to the language, in lower case.</summary>
internal static class Keywords
{
    /// <summary>Words that join and bound rules: never the beginning of a field or a bare value.</summary>
    public static readonly FrozenSet<string> Structure = Set("and or not where everyone nobody disabled");

    /// <summary>Words that a condition may begin with: a field of that name is printed in backticks.</summary>
    public static readonly FrozenSet<string> Openers = Set(
        """
        and or not where everyone nobody disabled all any some no none every each a an the exactly more fewer less over under has have had without never
        in is are was were member sum total count number_of avg average mean min minimum max maximum distinct first last opened clicked received booked submitted
        """);

    /// <summary>The words in which an operator may begin; after a field they end its name, however a longer label might go on.</summary>
    public static readonly FrozenSet<string> OperatorOpeners = Set(
        "is isn't equals contains does doesn't begins starts ends has in not between during");

    /// <summary>Words that a bare value would be mistaken for: they are printed in quotes.</summary>
    public static readonly FrozenSet<string> NotBare = FrozenSet.ToFrozenSet<string>(
    [
        .. Openers,
        .. Set(
            """
            true false yes no null missing empty filled blank today yesterday tomorrow this next past previous before after on during within between at least most than ago ahead
            contains begins starts ends does with has segment segments list lists of to equal equals tag tags
            january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct nov dec
            """),
    ]);

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
