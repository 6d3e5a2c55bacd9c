using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.Rules.Text;

/// <summary>The words that may stand before an object and say its state: <c>won deals</c>, <c>open ticket</c>, <c>paid orders</c>.</summary>
internal static class Adjectives
{
    private static readonly (string Word, string[] Objects, string Field, Literal Value)[] Rows =
    [
        ("won", ["deal"], "status", new Literal.Text("won")),
        ("lost", ["deal"], "status", new Literal.Text("lost")),
        ("open", ["deal", "ticket"], "status", new Literal.Text("open")),
        ("pending", ["ticket"], "status", new Literal.Text("pending")),
        ("closed", ["ticket"], "status", new Literal.Text("closed")),
        ("paid", ["order"], "paid", new Literal.Boolean(true)),
        ("unpaid", ["order"], "paid", new Literal.Boolean(false)),
    ];

    public static bool Contains(string word) => Rows.Any(row => row.Word == word);

    /// <summary>What the word says of that object; null where it says nothing.</summary>
    public static Rule.Compare? Of(string word, ObjectType type)
    {
        foreach ((string name, string[] objects, string field, Literal value) in Rows)
        {
            if (name == word && objects.Contains(type.Name))
            {
                return new(field, Operator.Equal, value);
            }
        }

        return null;
    }
}
