using Muster.Rules.Backend;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Xunit;
using Record = Muster.Rules.Data.Record;

namespace Muster.TestKit;

public abstract partial class SegmentBackendContract
{
    [Fact]
    public async Task Memberships_AreOfListsAndOfSegmentsWithinTheirOwnAudience()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        async Task SetAsync(params string[] ids)
        {
            table.Data.Lists["vip"] = [.. ids.Select(id => new ProfileKey(ProfileKind.Contact, id))];
            await table.Backend.SetListAsync("vip", table.Data.Lists["vip"]);
        }

        Rule.Membership In(MembershipKind kind, bool negated, params string[] names) => new(kind, negated, [.. names]);
        table.Data.Segments["scored"] = (Audience.Contacts, Table.All(Table.Where("lead_score", Operator.Greater, 1)));
        table.Data.Segments["nested"] = (Audience.Clients, Table.Not(In(MembershipKind.Segment, false, "scored"), In(MembershipKind.List, true, "vip")));
        table.Data.Segments["firms"] = (Audience.Companies, Table.Any(Table.Where("name", Operator.NotEqual, "x")));
        await SetAsync("a", "later");
        await table.AddAsync(
            table.New("contact", "a", ("lead_score", Rules.Data.FieldValue.OfNumber(5))), table.New("contact", "b", ("lead_score", Rules.Data.FieldValue.OfNumber(5))),
            table.New("contact", "c"), table.New("company", "a"));

        await table.HoldsAsync("a list", In(MembershipKind.List, false, "vip"), "a");
        await table.HoldsAsync("a contact of that id, not the company", Audience.Companies, In(MembershipKind.List, false, "vip"));
        await table.HoldsAsync("not in a list", In(MembershipKind.List, true, "vip"), "b", "c");
        await table.HoldsAsync("a segment", In(MembershipKind.Segment, false, "scored"), "a", "b");
        await table.HoldsAsync("of another", In(MembershipKind.Segment, false, "nested"), "a", "c");
        await table.HoldsAsync("any of several", In(MembershipKind.Segment, false, "scored", "nested"), "a", "b", "c");
        await table.HoldsAsync("none of several", In(MembershipKind.Segment, true, "scored", "nested"));
        await table.HoldsAsync("within its own audience", In(MembershipKind.Segment, false, "firms"));
        await table.HoldsAsync("and not", In(MembershipKind.Segment, true, "firms"), "a", "b", "c");

        await table.AddAsync(table.New("contact", "later"));
        await table.HoldsAsync("a member that comes later", In(MembershipKind.List, false, "vip"), "a", "later");
        await table.DeleteAsync(table.New("contact", "a"));
        await table.HoldsAsync("a member that goes", In(MembershipKind.List, false, "vip"), "later");
        await SetAsync("c");
        await table.HoldsAsync("the list set anew", In(MembershipKind.List, false, "vip"), "c");
        await table.HoldsAsync("and what refers to it", In(MembershipKind.Segment, false, "nested"), "c", "later");
    }

    [Fact]
    public async Task ARecord_MayBeUsedForAnotherOnceItWasApplied()
    {
        await using Table table = await TableAsync(CrmSchema.Standard);
        Record record = table.New("contact", "a", ("name", Table.Text("Anna")));
        table.Data.Apply(new(table.New("contact", "a", ("name", Table.Text("Anna")))));
        await table.Backend.ApplyAsync([new(record)]);
        record.Reset(record.Type, "b");
        record["name"] = Table.Text("Bob");

        await table.HoldsAsync("as it was applied", Table.Where("name", Operator.Equal, "anna"), "a");
        await table.HoldsAsync("no other", Rule.Group.Everyone, "a");
    }
}
