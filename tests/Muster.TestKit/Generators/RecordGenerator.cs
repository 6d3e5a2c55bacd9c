using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.TestKit;

/// <summary>Makes records.</summary>
public static class RecordGenerator
{
    /// <summary>A record whose fields are filled now and then; a deal or order has lines.</summary>
    public static Record Of(Random random, CrmSchema schema, ObjectType type, string id, ValuePools pools)
    {
        Record record = new(type, id);
        double filled = random.Pick([0.3, 0.6, 0.9]);
        foreach (Field field in type.Fields.Where(field => field.Origin != FieldOrigin.Derived && field.Name != "id"))
        {
            // Most leads are no repeat leads, and most rows belong to someone.
            double chance = type.Name == "lead" && field.Type == FieldType.Link ? 0.15 : type.Owners.Contains(field) ? 0.6 : filled;
            if (random.Chance(chance))
            {
                record[field.Name] = pools.Value(random, field, type.Kind);
            }
        }

        if (type.Name is "deal" or "order")
        {
            AddItems(random, schema, record, pools);
        }

        return record;
    }

    /// <summary>A copy of a record whose owners are chosen anew; its lines follow.</summary>
    public static Record Moved(Random random, Record record, ValuePools pools)
    {
        Record moved = new(record.Type, record.Id);
        record.Values.CopyTo(moved.Values);
        foreach (Field owner in record.Type.Owners.Where(_ => random.Chance(0.7)))
        {
            moved[owner.Name] = random.Chance(0.2) ? FieldValue.Missing : pools.Value(random, owner, ObjectKind.Related);
        }

        foreach (Record item in record.Items)
        {
            Record copy = new(item.Type, item.Id);
            item.Values.CopyTo(copy.Values);
            moved.Items.Add(Inherit(copy, moved));
        }

        return moved;
    }

    /// <summary>A record made anew but for its owners, as most changes to a row are.</summary>
    public static Record Revised(Random random, CrmSchema schema, Record record, ValuePools pools)
    {
        Record revised = Of(random, schema, schema.Find(record.Type.Name)!, record.Id, pools);
        foreach (Field owner in record.Type.Owners)
        {
            revised[owner.Name] = record[owner.Name];
        }

        foreach (Record item in revised.Items)
        {
            Inherit(item, revised);
        }

        return revised;
    }

    private static void AddItems(Random random, CrmSchema schema, Record parent, ValuePools pools)
    {
        int lines = random.Chance(0.5) ? 0 : random.Next(1, 4);
        ObjectType type = schema.Find("item")!;
        for (int line = 1; line <= lines; line++)
        {
            Record item = new(type, $"{parent.Type.Name}:{parent.Id}:{line}");
            foreach (string field in new[] { "product", "quantity", "price", "amount" }.Where(_ => random.Chance(0.7)))
            {
                item[field] = pools.Value(random, type.Find(field)!, ObjectKind.Related);
            }

            parent.Items.Add(Inherit(item, parent));
        }
    }

    /// <summary>Gives a line what it has from its deal or order.</summary>
    private static Record Inherit(Record item, Record parent)
    {
        item["kind"] = FieldValue.OfText(parent.Type.Name);
        foreach (string field in new[] { "status", "paid", "created_at", "contact", "company" })
        {
            item[field] = parent[field];
        }

        return item;
    }
}
