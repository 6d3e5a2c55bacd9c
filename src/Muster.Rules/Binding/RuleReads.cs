using System.Diagnostics;
using Muster.Rules.Schema;

namespace Muster.Rules.Binding;

/// <summary>What a rule reads: a change elsewhere cannot change its answer, and data elsewhere need not be loaded for it.</summary>
public static class RuleReads
{
    /// <summary>The names of the objects whose records decide who matches, the audience's own kinds included.</summary>
    /// <remarks>Items come with their deals and orders, so a rule over items names those two.</remarks>
    public static IReadOnlySet<string> ObjectsOf(BoundRule rule)
    {
        HashSet<string> objects = new(StringComparer.Ordinal);
        AddAudience(rule.Audience, objects);
        AddNode(rule.Root, objects);
        return objects;
    }

    private static void AddAudience(Audience audience, HashSet<string> objects) => objects.UnionWith(Audiences.KindsOf(audience).Select(Audiences.ObjectOf));

    private static void AddNode(BoundNode node, HashSet<string> objects)
    {
        switch (node)
        {
            case BoundNode.Group group:
                foreach (BoundNode inner in group.Nodes)
                {
                    AddNode(inner, objects);
                }

                break;
            case BoundNode.Condition condition:
                AddSource(condition.Source, objects);
                break;
            case BoundNode.Related related:
                AddRows(related.Object, objects);
                break;
            case BoundNode.Aggregate aggregate:
                AddRows(aggregate.Object, objects);
                break;
            case BoundNode.Membership membership:
                foreach (MembershipSource.Dynamic segment in membership.Sources.OfType<MembershipSource.Dynamic>())
                {
                    AddAudience(segment.Audience, objects);
                    AddNode(segment.Root, objects);
                }

                break;
            default:
                throw new UnreachableException($"No arm for {node.GetType().Name}");
        }
    }

    private static void AddRows(string objectName, HashSet<string> objects)
    {
        if (objectName == "item")
        {
            objects.Add("deal");
            objects.Add("order");
        }
        else
        {
            objects.Add(objectName);
        }
    }

    private static void AddSource(FieldSource source, HashSet<string> objects)
    {
        if (source.OfCompany)
        {
            objects.Add("company");
        }

        objects.UnionWith(source.Derived switch
        {
            null or DerivedField.ClientType or DerivedField.EmailDomain or DerivedField.Age or DerivedField.HasEmail or DerivedField.HasPhone
                or DerivedField.HasMessenger or DerivedField.DaysSinceCreated => [],
            DerivedField.HadDeals or DerivedField.DealCount => ["deal"],
            DerivedField.OrderCount => ["order"],
            DerivedField.LifetimeValue => ["deal", "order"],
            DerivedField.ActivityCount => ["activity"],
            DerivedField.LastActivityAt => (string[])["activity", "conversation", "engagement", "event"],
            _ => throw new UnreachableException($"No arm for {source.Derived}"),
        });
    }
}
