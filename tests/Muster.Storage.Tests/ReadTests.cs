using Muster.Rules.Schema;
using Muster.Storage.Records;
using Muster.Storage.Sqlite;
using static Muster.Storage.Tests.TestStore;

namespace Muster.Storage.Tests;

public class ReadTests
{
    [Fact]
    public async Task ReadAll_GoesByTheSchemaThenByFirstWriting()
    {
        await using TestStore test = new();
        await test.Store.SaveSchemaAsync(test.Store.Schema.WithObject("visit"), Token);
        await test.WriteAsync(
            1, Merge("visit", "v", "{}"), Merge("engagement", "g", "{}"), Merge("event", "e2", "{}"), Merge("deal", "d", "{}"), Merge("contact", "b", "{}"),
            Merge("event", "e1", "{}"), Merge("company", "c", "{}"), Merge("contact", "a", "{}"), Merge("contact", "z", "{}"));
        await test.WriteAsync(2, Merge("contact", "b", """{"name":"B"}"""), Delete("contact", "a"), Delete("contact", "z"), Merge("contact", "z", "{}"));

        Assert.Equal(
            ["contact b", "contact a", "contact z", "company c", "deal d", "event e2", "event e1", "engagement g", "visit v"],
            test.Store.ReadAll().Select(record => $"{record.Object} {record.Id}"));
        Assert.Equal(["b", "z"], test.Store.ReadAll("contact").Select(record => record.Id));
        Assert.Throws<ArgumentException>(() => test.Store.ReadAll("nothing"));
    }

    [Fact]
    public async Task ReadOwned_GivesTheRowsOfOneProfile()
    {
        await using TestStore test = new();
        await test.WriteAsync(
            1, Merge("event", "e", """{"contact":7,"lead":"7"}"""), Merge("order", "o2", """{"contact":"7","company":"7"}"""), Merge("order", "o1", """{"contact":"7"}"""),
            Merge("order", "o3", """{"contact":"77"}"""), Merge("deal", "d", """{"contact":"7"}"""), Merge("contact", "7", """{"company":"7"}"""), Merge("ticket", "t", """{"contact":"7"}"""),
            Merge("order", "no link of its own", """{"lead":"7"}"""), Merge("order", "none", """{"contact":""}"""));
        await test.WriteAsync(2, Delete("ticket", "t"), Merge("order", "o1", """{"contact":"8"}"""), Merge("order", "o3", """{"contact":"7"}"""));

        Assert.Equal(["d", "o2", "o3", "e"], Owned("contact", "7"));
        Assert.Equal(["o1"], Owned("contact", "8"));
        Assert.Equal(["o2"], Owned("company", "7"));
        Assert.Equal(["e"], Owned("lead", "7"));
        Assert.Empty(Owned("recipient", "7"));
        Assert.Empty(Owned("contact", ""));
        Assert.Throws<ArgumentException>(() => Owned("order", "o1"));

        IEnumerable<string> Owned(string profile, string id) => test.Store.ReadOwned(profile, id).Select(record => record.Id);
    }

    [Fact]
    public async Task Find_GivesWhatIsNotDeleted()
    {
        await using TestStore test = new();
        await test.WriteAsync(1, Merge("contact", "1", """{"a":1}"""), Merge("contact", "2", "{}"), Merge("event", "3", "{}"), Delete("contact", "2"));

        Assert.Equal("""{"a":1}""", Text(await test.Store.FindAsync("contact", "1", Token)));
        Assert.Null(await test.Store.FindAsync("contact", "2", Token));
        Assert.Null(await test.Store.FindAsync("company", "1", Token));
        Assert.Equal(["1"], await test.Store.FindExistingAsync("contact", ["1", "2", "3"], Token));
        Assert.Equal(["3"], await test.Store.FindExistingAsync("event", ["1", "3", "3"], Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await test.Store.FindAsync("nothing", "1", Token));
        IReadOnlyDictionary<string, long> counts = await test.Store.CountAsync(Token);
        Assert.Equal([("contact", 1), ("event", 1)], counts.Where(pair => pair.Value > 0).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(test.Store.Schema.Objects.Select(type => type.Name).Order(), counts.Keys.Order());
    }

    [Fact]
    public async Task Identity_FollowsTheRecord()
    {
        await using TestStore test = new();
        await test.WriteAsync(
            1, Merge("contact", "1", """{"email":" Ann@Example.com ","phone":"+49 30 123456"}"""), Merge("contact", "2", """{"email":"ann@example.COM","phone":4930123456}"""),
            Merge("company", "9", """{"email":"ann@example.com"}"""), Merge("deal", "5", """{"email":"ann@example.com"}"""));
        Assert.Equal("1 1", await Found());

        await test.WriteAsync(2, Merge("contact", "1", """{"phone":null}"""));
        Assert.Equal("1 2", await Found());
        await test.WriteAsync(3, Delete("contact", "1"));
        Assert.Equal("2 2", await Found());
        await test.WriteAsync(4, Merge("contact", "1", """{"email":"ANN@example.com"}"""));
        Assert.Equal("1 2", await Found());
        await test.WriteAsync(5, Write(WriteMode.Replace, """{"email":"other@example.com"}"""), Merge("contact", "2", """{"email":["ann@example.com"],"phone":"12"}"""));
        Assert.Equal(" ", await Found());
        Assert.Equal("9", (await test.Store.FindByIdentityAsync("company", [Identity.OfEmail("ann@example.com")!], Token)).Values.Single());
        await Assert.ThrowsAsync<ArgumentException>(async () => await test.Store.FindByIdentityAsync("deal", [], Token));

        async Task<string> Found()
        {
            IReadOnlyDictionary<string, string> found = await test.Store.FindByIdentityAsync("contact", ["e:ann@example.com", "p:+4930123456", "e:nobody@example.com"], Token);
            return $"{found.GetValueOrDefault("e:ann@example.com")} {found.GetValueOrDefault("p:+4930123456")}";
        }
    }

    [Fact]
    public async Task AReader_SeesOneSnapshotWhileOthersWrite()
    {
        await using TestStore test = new();
        await Batch(0);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadUntilStopped(stop.Token), Token))];
        for (int batch = 1; batch <= 150; batch++)
        {
            await Batch(batch);
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));

        async Task Batch(int number) => await test.WriteAsync(
            number, [.. Enumerable.Range(0, 50).Select(row => Merge(row % 2 == 0 ? "contact" : "event", $"{row}", $"{{\"batch\":{number}}}")), Merge("deal", $"{number}", $"{{\"batch\":{number}}}")]);

        int ReadUntilStopped(CancellationToken token)
        {
            int reads = 0;
            do
            {
                string[] documents = [.. test.Store.ReadAll().Select(record => Text(record))];
                string last = documents[0];
                Assert.Equal(50 + int.Parse(last.AsSpan(9, last.Length - 10), System.Globalization.CultureInfo.InvariantCulture) + 1, documents.Length);
                Assert.Equal(51, documents.Count(document => document == last));
                reads++;
            }
            while (!token.IsCancellationRequested);
            return reads;
        }
    }

    [Fact]
    public async Task AReadUnderWay_EndsUndisturbedByADispose()
    {
        await using TestStore test = new();
        await test.WriteAsync(1, Merge("contact", "1", "{}"), Merge("contact", "2", "{}"));
        using IEnumerator<StoredRecord> records = test.Store.ReadAll().GetEnumerator();
        Assert.True(records.MoveNext());

        SqliteRecordStore disposed = test.Store;
        await test.ReopenAsync();

        Assert.True(records.MoveNext());
        Assert.Equal("2", records.Current.Id);
        Assert.False(records.MoveNext());
        Assert.Throws<ObjectDisposedException>(() => disposed.ReadAll().Count());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await disposed.SaveSchemaAsync(CrmSchema.Standard, Token));
    }
}
