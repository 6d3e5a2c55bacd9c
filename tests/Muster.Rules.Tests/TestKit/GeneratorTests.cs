using Muster.Rules.Backend;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.TestKit;

namespace Muster.Rules.Tests.TestKit;

/// <summary>Random tests prove only what they reach: every part of the language, and conditions that are true for some and false for others.</summary>
public class GeneratorTests
{
    [Fact]
    public void RandomRules_ReachEveryPartOfTheLanguage_AndTellProfilesApart()
    {
        HashSet<object> reached = [];
        int leaves = 0;
        int telling = 0;
        Seeded.Run(rounds: 25, random =>
        {
            World world = new(random);
            world.Batch(400);
            NaiveEvaluator naive = new(world.Data, world.Moment);
            foreach (Audience audience in Enum.GetValues<Audience>())
            {
                ProfileKey[] profiles = [.. world.Data.Profiles.Where(profile => naive.InAudience(profile, audience))];
                for (int i = 0; i < 30; i++)
                {
                    Rule.Group rule = world.Rules.Rule(audience);
                    Reach(rule, reached);
                    foreach (Rule leaf in rule.Rules.Where(node => node is not Rule.Group))
                    {
                        leaves++;
                        telling += profiles.Select(profile => naive.HoldsNode(leaf, profile)).Distinct().Count() == 2 ? 1 : 0;
                    }
                }
            }
        });

        Assert.Empty(Everything().Except(reached));
        Assert.True(telling > leaves / 4, $"Only {telling} of {leaves} conditions are true for some profiles and false for others.");
    }

    private static void Reach(Rule rule, HashSet<object> reached)
    {
        reached.Add(rule.GetType());
        reached.Add(("disabled", rule.Disabled));
        switch (rule)
        {
            case Rule.Group group:
                reached.Add(group.Combinator);
                reached.Add(("negated", group.Negated));
                group.Rules.ToList().ForEach(inner => Reach(inner, reached));
                break;
            case Rule.Compare compare:
                reached.Add(compare.Operator);
                reached.Add(DerivedFields.Find(compare.Field) ?? (object)compare.Field);
                ReachWindow(compare.Value, reached);
                break;
            case Rule.Related related:
                reached.Add(related.Quantifier);
                reached.Add(related.Object);
                Reach(related.Where, reached);
                break;
            case Rule.Aggregate aggregate:
                reached.Add(aggregate.Function);
                Reach(aggregate.Where, reached);
                break;
            case Rule.Membership membership:
                reached.Add((membership.Kind, membership.Negated));
                break;
        }
    }

    private static void ReachWindow(Literal literal, HashSet<object> reached)
    {
        if (literal is Literal.Window(var window))
        {
            reached.Add(("ignoring year", window.IgnoringYear));
            reached.Add(window is DateWindow.Counted counted ? counted.Relation : window.GetType());
        }
    }

    private static IEnumerable<object> Everything() =>
    [
        typeof(Rule.Group), typeof(Rule.Compare), typeof(Rule.Related), typeof(Rule.Aggregate), typeof(Rule.Membership),
        typeof(DateWindow.Period), typeof(DateWindow.Fixed), "company.industry", "own_tags",
        .. Enum.GetValues<Operator>().Cast<object>(), .. Enum.GetValues<Quantifier>().Cast<object>(), .. Enum.GetValues<AggregateFunction>().Cast<object>(),
        .. Enum.GetValues<Combinator>().Cast<object>(), .. Enum.GetValues<WindowRelation>().Cast<object>(), .. Enum.GetValues<DerivedField>().Cast<object>(),
        .. CrmSchema.Standard.Objects.Where(type => type.Kind == ObjectKind.Related).Select(type => type.Name), "machine",
        .. from kind in Enum.GetValues<MembershipKind>() from negated in new[] { true, false } select (object)(kind, negated),
        .. from what in new[] { "disabled", "negated", "ignoring year" } from flag in new[] { true, false } select (object)(what, flag),
    ];
}
