using Muster.Storage.Records;

namespace Muster.Server.Demo;

/// <summary>Writes events and engagement. They have no <c>created_at</c>: there are many, and <c>at</c> says when.</summary>
internal sealed class TrackedRecords(DocumentWriter document)
{
    private static readonly string[] TypeNames = ["sent", "delivered", "opened", "clicked", "bounced", "complained", "unsubscribed"];

    public RecordWrite Event(in EventRow row, string id, bool ofLead, string owner)
    {
        document.Begin();
        document.Text("name"u8, row.Name);
        document.Instant("at"u8, row.At);
        document.Text(ofLead ? "lead"u8 : "contact"u8, owner);
        document.Text("url"u8, row.Url);
        document.Text("product"u8, row.Product >= 0 ? Catalog.Products[row.Product].Name : null);
        if (row.Value >= 0)
        {
            document.Money("value"u8, row.Value);
        }

        document.Text("plan"u8, row.Plan);
        return new("event", id, WriteMode.Merge, document.End());
    }

    public RecordWrite Engagement(in EngagementRow row, string id, bool ofLead, string owner)
    {
        document.Begin();
        document.Text("campaign"u8, row.Campaign.Name);
        document.Text("type"u8, TypeNames[(int)row.Type]);
        document.Instant("at"u8, row.At);
        document.Text("link"u8, row.Link);
        document.Text(ofLead ? "lead"u8 : "contact"u8, owner);
        return new("engagement", id, WriteMode.Merge, document.End());
    }
}
