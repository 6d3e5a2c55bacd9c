using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;

namespace Muster.TestKit;

/// <summary>Plain data for the naive evaluator: what a backend knows after the same changes. Not thread-safe. Keeps the records it is given.</summary>
public sealed class Dataset(CrmSchema schema)
{
    /// <summary>The objects and fields; grows, never shrinks.</summary>
    public CrmSchema Schema { get; set; } = schema;

    /// <summary>Every record that is not deleted.</summary>
    public Dictionary<(string Object, string Id), Record> Records { get; } = [];

    /// <summary>The last record of each deal that was deleted and not written anew since.</summary>
    public Dictionary<string, Record> DeletedDeals { get; } = new(StringComparer.Ordinal);

    /// <summary>The members of each list, by its id; a member may be a profile that does not exist, yet or any more.</summary>
    public Dictionary<string, HashSet<ProfileKey>> Lists { get; } = new(StringComparer.Ordinal);

    /// <summary>The dynamic segments, by name.</summary>
    public Dictionary<string, (Audience Audience, Rule.Group Rule)> Segments { get; } = new(StringComparer.Ordinal);

    /// <summary>All profiles there are.</summary>
    public IEnumerable<ProfileKey> Profiles =>
        from record in Records.Keys
        let kind = Audiences.KindOf(record.Object)
        where kind is not null
        select new ProfileKey(kind.Value, record.Id);

    /// <summary>The record, or null where there is none or it is deleted.</summary>
    public Record? Find(string objectName, string id) => Records.GetValueOrDefault((objectName, id));

    /// <summary>The profile's record, or null.</summary>
    public Record? Find(ProfileKey profile) => Find(Audiences.ObjectOf(profile.Kind), profile.Id);

    /// <summary>Applies one change.</summary>
    public void Apply(RecordChange change)
    {
        Record record = change.Record;
        (string, string) key = (record.Type.Name, record.Id);
        if (!change.Deleted)
        {
            Records[key] = record;
            if (record.Type.Name == "deal")
            {
                DeletedDeals.Remove(record.Id);
            }

            return;
        }

        Records.Remove(key, out Record? last);
        if (record.Type.Name == "deal")
        {
            bool namesOwner = record.Type.Owners.Any(owner => !record[owner.Name].IsMissing);
            DeletedDeals[record.Id] = namesOwner ? record : last ?? DeletedDeals.GetValueOrDefault(record.Id, record);
        }
    }
}
