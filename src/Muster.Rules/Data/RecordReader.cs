using System.Globalization;
using System.Text.Json;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.Rules.Data;

/// <summary>Makes typed records of documents: JSON objects in UTF-8 with a property a field.</summary>
/// <param name="schema">The schema; a change to it needs a new reader.</param>
/// <param name="zone">The workspace's zone, for dates and times that come without an offset.</param>
/// <remarks>Thread-safe. Allocates the values, a deal's or order's items, and the issues, nothing else.</remarks>
public sealed class RecordReader(CrmSchema schema, DateTimeZone zone)
{
    private static readonly string[] Won = ["won", "closed won"];

    private static readonly string[] Lost = ["lost", "closed lost"];

    /// <summary>The standard fields that an item has of its own; its custom fields are its own too, all others its deal's or order's.</summary>
    private static readonly string[] OwnOfItem = ["product", "quantity", "price", "amount"];

    private static readonly string[] Inherited = ["status", "paid", "contact", "company", "created_at", "updated_at"];

    private readonly ObjectType _item = schema.Find("item") ?? throw new ArgumentException("The schema has no items.", nameof(schema));

    /// <summary>Fills a record.</summary>
    /// <param name="type">The record's object, of the reader's schema.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="document">
    /// The document. Of a property that is given twice the last value counts. Properties that are no fields, and those of ready-made fields,
    /// are passed over. A deal's or order's <c>items</c> become records of <c>item</c>, with the ids <c>{id}/1</c> and so on, as does a
    /// deal's <c>product</c> where no item names it; a deal without a status has the one that follows from its stage.
    /// </param>
    /// <param name="createdAt">Its <c>created_at</c> where the document has none.</param>
    /// <param name="updatedAt">Its <c>updated_at</c> where the document has none.</param>
    /// <param name="into">The record to fill; what it held before is gone. After an exception it holds nothing of use.</param>
    /// <param name="issues">Takes a note of each value that does not fit and was left out; may be null.</param>
    /// <exception cref="RecordFormatException">The document is not a JSON object in UTF-8 of at most 64 levels.</exception>
    public void Read(
        ObjectType type, string id, ReadOnlySpan<byte> document, Instant createdAt, Instant updatedAt, Record into, ICollection<DataIssue>? issues)
    {
        into.Reset(type, id);
        int itemsGiven = 0;
        Utf8JsonReader json = Documents.Open(document);
        try
        {
            bool hasItems = HasItems(type);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (hasItems && json.ValueTextEquals("items"u8))
                {
                    json.Read();
                    itemsGiven = ReadItems(ref json, document, into, issues);
                }
                else
                {
                    ReadField(ref json, document, into, issues);
                }
            }

            // Only the end of the input is left: anything else is refused here.
            json.Read();
        }
        catch (JsonException failure)
        {
            throw Documents.Malformed(failure, document);
        }

        SetMissing(into, "created_at", createdAt);
        SetMissing(into, "updated_at", updatedAt);
        if (type.Name == "deal")
        {
            CompleteDeal(into, itemsGiven);
        }

        CompleteItems(into);
    }

    /// <summary>Whether <c>items</c> of that object are product lines.</summary>
    internal static bool HasItems(ObjectType type) => type.Name is "deal" or "order";

    /// <summary>Whether a document may fill that field: ready-made ones are computed, and the id is beside the document.</summary>
    private static bool IsGiven(ObjectType type, Field field) =>
        field.Origin != FieldOrigin.Derived && field.Name != "id" && (type.Name != "item" || field.Origin == FieldOrigin.Custom || OwnOfItem.Contains(field.Name));

    private static void SetMissing(Record record, string field, Instant instant)
    {
        ref FieldValue value = ref record.Values[record.Type.IndexOf(field)];
        if (value.IsMissing)
        {
            value = FieldValue.OfDateTime(instant.ToUnixTimeMilliseconds());
        }
    }

    private static string Folded(FieldValue text) => text.IsMissing ? "" : TextFold.Fold(text.AsText());

    private static bool Names(IEnumerable<Record> items, string product) => items.Any(item => Folded(item["product"]) == product);

    private static string ItemId(Record parent, int number) => string.Create(CultureInfo.InvariantCulture, $"{parent.Id}/{number}");

    private static void CompleteItems(Record parent)
    {
        for (int i = 0; i < parent.Items.Count; i++)
        {
            Record item = parent.Items[i];
            item["kind"] = FieldValue.OfText(parent.Type.Name);
            foreach (string field in Inherited)
            {
                item[field] = parent[field];
            }
        }
    }

    private void CompleteDeal(Record deal, int itemsGiven)
    {
        if (deal["status"].IsMissing)
        {
            string stage = Folded(deal["stage"]);
            deal["status"] = FieldValue.OfText(Won.Contains(stage) ? "won" : Lost.Contains(stage) ? "lost" : "open");
        }

        string product = Folded(deal["product"]);
        if (product.Length > 0 && !Names(deal.Items, product))
        {
            deal.Items.Add(new Record(_item, ItemId(deal, itemsGiven + 1)) { ["product"] = deal["product"], ["amount"] = deal["amount"] });
        }
    }

    private void ReadField(ref Utf8JsonReader json, ReadOnlySpan<byte> document, Record record, ICollection<DataIssue>? issues)
    {
        int index = FieldNames.IndexOf(record.Type, ref json);
        json.Read();
        if (index < 0 || record.Type.Fields[index] is not { } field || !IsGiven(record.Type, field))
        {
            json.Skip();
            return;
        }

        long start = json.TokenStartIndex;
        if (!ValueReader.TryRead(field.Type, ref json, zone, out record.Values[index], out string? reason))
        {
            issues?.Add(new(record.Type.Name, record.Id, field.Name, Documents.Excerpt(document, start, json.BytesConsumed), reason!));
        }
    }

    /// <summary>Reads the product lines in place of those there are.</summary>
    /// <returns>How many were given, those that are no lines counted.</returns>
    private int ReadItems(ref Utf8JsonReader json, ReadOnlySpan<byte> document, Record parent, ICollection<DataIssue>? issues)
    {
        parent.Items.Clear();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            bool missing = json.TokenType == JsonTokenType.Null;
            Refuse(ref json, document, parent, missing ? null : issues, "Items are a list of objects, one a product line.");
            return 0;
        }

        int given = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            given++;
            if (json.TokenType != JsonTokenType.StartObject)
            {
                Refuse(ref json, document, parent, issues, "An item is an object, such as {\"product\":\"Phone\",\"quantity\":1,\"amount\":199}.");
                continue;
            }

            Record item = new(_item, ItemId(parent, given));
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadField(ref json, document, item, issues);
            }

            parent.Items.Add(item);
        }

        return given;
    }

    private static void Refuse(ref Utf8JsonReader json, ReadOnlySpan<byte> document, Record parent, ICollection<DataIssue>? issues, string reason)
    {
        long start = json.TokenStartIndex;
        json.Skip();
        issues?.Add(new(parent.Type.Name, parent.Id, "items", Documents.Excerpt(document, start, json.BytesConsumed), reason));
    }
}
