using Muster.Storage.Records;
using static Muster.Storage.Tests.TestStore;

namespace Muster.Storage.Tests;

public class WriteTests
{
    /// <summary>Why; what is there (null: nothing, a leading x: deleted); the mode; the document; what becomes of it; what is there then.</summary>
    public static TheoryData<string, string?, WriteMode, string, WriteOutcome, string?> Cases => new()
    {
        { "merge adds", null, WriteMode.Merge, """{"name":"Ann","city":null}""", WriteOutcome.Added, """{"name":"Ann"}""" },
        { "merge lays over", """{"name":"Ann","city":"Bern"}""", WriteMode.Merge, """{"city":"Basel","country":"CH"}""", WriteOutcome.Updated, """{"name":"Ann","city":"Basel","country":"CH"}""" },
        { "null takes away", """{"name":"Ann","city":"Bern"}""", WriteMode.Merge, """{"name":null}""", WriteOutcome.Updated, """{"city":"Bern"}""" },
        { "the last field may go", """{"name":"Ann"}""", WriteMode.Merge, """{"name":null}""", WriteOutcome.Updated, "{}" },
        { "null of nothing is no change", """{"name":"Ann"}""", WriteMode.Merge, """{"city":null}""", WriteOutcome.Unchanged, """{"name":"Ann"}""" },
        { "the same is no change", """{"name":"Ann","tags":["a"]}""", WriteMode.Merge, """{ "tags" : [ "a" ] }""", WriteOutcome.Unchanged, """{"name":"Ann","tags":["a"]}""" },
        { "merge is of the top level", """{"a":{"b":1,"c":2}}""", WriteMode.Merge, """{"a":{"b":1}}""", WriteOutcome.Updated, """{"a":{"b":1}}""" },
        { "a number by its value", """{"amount":10,"b":{"x":1,"y":2}}""", WriteMode.Merge, """{"amount":1.00e1,"b":{"y":2.0,"x":1}}""", WriteOutcome.Unchanged, """{"amount":10,"b":{"x":1,"y":2}}""" },
        { "a number beyond what a double holds", """{"amount":9007199254740993}""", WriteMode.Merge, """{"amount":9007199254740992}""", WriteOutcome.Updated, """{"amount":9007199254740992}""" },
        { "a number is no text", """{"amount":10}""", WriteMode.Merge, """{"amount":"10"}""", WriteOutcome.Updated, """{"amount":"10"}""" },
        { "escapes do not count", """{"name":"Zoë"}""", WriteMode.Merge, """{"n\u0061me":"Zo\u00eb"}""", WriteOutcome.Unchanged, """{"name":"Zoë"}""" },
        { "of a name given twice the last counts", """{"a":1}""", WriteMode.Merge, """{"a":2,"b":1,"a":3}""", WriteOutcome.Updated, """{"a":3,"b":1}""" },
        { "merge brings back with its fields alone", """x{"name":"Ann","city":"Bern"}""", WriteMode.Merge, """{"city":"Basel"}""", WriteOutcome.Added, """{"city":"Basel"}""" },
        { "add adds", null, WriteMode.Add, """{"name":"Ann"}""", WriteOutcome.Added, """{"name":"Ann"}""" },
        { "add leaves what is there", """{"name":"Ann"}""", WriteMode.Add, """{"name":"Bea"}""", WriteOutcome.Unchanged, """{"name":"Ann"}""" },
        { "add brings back", """x{"name":"Ann"}""", WriteMode.Add, """{"name":"Bea"}""", WriteOutcome.Added, """{"name":"Bea"}""" },
        { "replace adds", null, WriteMode.Replace, """{"name":"Ann"}""", WriteOutcome.Added, """{"name":"Ann"}""" },
        { "replace replaces", """{"name":"Ann","city":"Bern"}""", WriteMode.Replace, """{"name":"Bea"}""", WriteOutcome.Updated, """{"name":"Bea"}""" },
        { "replace by the same, in another order", """{"name":"Ann","city":"Bern"}""", WriteMode.Replace, """{"city":"Bern", "name":"Ann"}""", WriteOutcome.Unchanged, """{"name":"Ann","city":"Bern"}""" },
        { "replace by the same, a name given twice", """{"name":"Ann"}""", WriteMode.Replace, """{"name":"Bea","name":"Ann"}""", WriteOutcome.Unchanged, """{"name":"Ann"}""" },
        { "replace brings back", """x{"name":"Ann"}""", WriteMode.Replace, """{"name":"Ann"}""", WriteOutcome.Added, """{"name":"Ann"}""" },
        { "replace keeps a null", null, WriteMode.Replace, """{"name":"Ann","city":null}""", WriteOutcome.Added, """{"name":"Ann","city":null}""" },
        { "delete keeps the last document", """{"name":"Ann"}""", WriteMode.Delete, "not read", WriteOutcome.Deleted, """x{"name":"Ann"}""" },
        { "delete of a deleted one", """x{"name":"Ann"}""", WriteMode.Delete, "", WriteOutcome.NotFound, """x{"name":"Ann"}""" },
        { "delete of none", null, WriteMode.Delete, "", WriteOutcome.NotFound, null },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task Write_DoesWhatItsModeSays(string because, string? before, WriteMode mode, string document, WriteOutcome outcome, string? after)
    {
        foreach (string type in (string[])["contact", "deal", "event"])
        {
            await using TestStore test = new();
            if (before is not null)
            {
                await test.WriteAsync(1, Merge(type, "1", before.TrimStart('x')));
            }

            if (before?[0] == 'x')
            {
                await test.WriteAsync(2, Delete(type, "1"));
            }

            long sequence = test.Store.LastSequence;
            WriteResult result = await test.WriteAsync(3, Write(mode, document, type: type));

            Assert.True(result.Outcome == outcome, because);
            Assert.Equal(after, result.Record is { } record ? (record.Deleted ? "x" : "") + Text(record) : null);
            await test.ReopenAsync();
            string[] dump = test.Dump();
            Assert.Equal(after is null ? [] : [Line(result.Record!.Value)], dump);
            bool changed = outcome is WriteOutcome.Added or WriteOutcome.Updated or WriteOutcome.Deleted;
            Assert.Equal(changed ? sequence + 1 : sequence, test.Store.LastSequence);
            if (result.Record is { } kept)
            {
                Assert.Equal(before is null ? 3 : 1, kept.CreatedAt.ToUnixTimeMilliseconds());
                Assert.Equal(changed ? 3 : before![0] == 'x' ? 2 : 1, kept.UpdatedAt.ToUnixTimeMilliseconds());
                Assert.Equal(kept.Deleted ? 0 : 1, (await test.Store.CountAsync(Token))[type]);
            }
        }
    }

    [Fact]
    public async Task Merge_OfTheDocumentThatIsThere_TakesItsNullsAway()
    {
        await using TestStore test = new();
        const string Document = """{"name":"Ann","city":null}""";
        await test.WriteAsync(1, Write(WriteMode.Replace, Document));

        WriteResult merged = await test.WriteAsync(2, Write(WriteMode.Merge, Document));

        Assert.Equal(WriteOutcome.Updated, merged.Outcome);
        Assert.Equal("""{"name":"Ann"}""", Text(merged.Record));
    }

    [Fact]
    public async Task WritesOfOneRecord_ApplyInTheirOrder()
    {
        await using TestStore test = new();

        IReadOnlyList<WriteResult> results = await test.WriteAsync(
            1, Merge("contact", "1", """{"a":1}"""), Merge("contact", "2", """{"a":9}"""), Merge("contact", "1", """{"b":2}"""), Write(WriteMode.Add, """{"c":3}"""),
            Delete("contact", "1"), Merge("contact", "1", """{"d":4}"""));

        Assert.Equal(["Added", "Added", "Updated", "Unchanged", "Deleted", "Added"], results.Select(result => result.Outcome.ToString()));
        Assert.Equal("""{"a":1,"b":2}""", Text(results[2].Record));
        Assert.Equal(["contact 1 {\"d\":4} 1 1 False", "contact 2 {\"a\":9} 1 1 False"], test.Dump());
        Assert.Equal(2, test.Store.LastSequence);
    }

    [Fact]
    public async Task WritesThatCancelOut_ChangeNothing()
    {
        await using TestStore test = new();
        RecordWrite[] batch = [Delete("contact", "1"), Merge("contact", "1", """{"a":1}"""), Merge("contact", "1", """{"a":2}""")];
        await test.WriteAsync(1, batch);

        IReadOnlyList<WriteResult> again = await test.WriteAsync(2, batch);

        Assert.All(again, result => Assert.Equal(WriteOutcome.Unchanged, result.Outcome));
        Assert.Equal(["contact 1 {\"a\":2} 1 1 False"], test.Dump());
        Assert.Equal(1, test.Store.LastSequence);
    }

    [Theory]
    [InlineData("Write 1: there is no object \"nothing\".", "nothing", "1", "{}")]
    [InlineData("Write 1: the id is empty.", "contact", "", "{}")]
    [InlineData("Write 1: the id holds a control character.", "contact", "a\u0007", "{}")]
    [InlineData("Write 1: the document is not valid: it is no JSON object.", "contact", "1", "[]")]
    [InlineData("Write 1: the document is not valid: it is no JSON: ", "contact", "1", "{\"a\":1}}")]
    [InlineData("Write 1: the document is not valid: it is no JSON: ", "contact", "1", "{\"a\":")]
    [InlineData("Write 1: the document is not valid: it is no JSON: ", "contact", "1", "")]
    [InlineData("Write 1: the document is not valid: a text in it, at byte 2 or after, holds one half", "event", "1", "{\"a\":[\"\\ud83d\"]}")]
    public async Task AnInvalidWrite_IsNamedAndNothingIsKept(string message, string type, string id, string document)
    {
        await using TestStore test = new();

        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => test.WriteAsync(1, Merge("contact", "0", "{}"), Merge(type, id, document)));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Empty(test.Dump());
        Assert.Equal(0, (await test.Store.CountAsync(Token))["contact"]);
        await test.WriteAsync(2, Merge("contact", "0", "{}"));
        Assert.Equal(1, (await test.Store.CountAsync(Token))["contact"]);
    }

    [Fact]
    public async Task ADocument_HoldsAMebibyteAndNoMore()
    {
        await using TestStore test = new();
        string largest = "{\"a\":\"" + new string('x', (1 << 20) - 8) + "\"}";

        Assert.Equal(WriteOutcome.Added, (await test.WriteAsync(1, Merge("contact", "1", largest))).Outcome);
        Assert.Equal(1 << 20, (await test.Store.FindAsync("contact", "1", Token))!.Value.Document.Length);
        await Assert.ThrowsAsync<ArgumentException>(() => test.WriteAsync(2, Merge("contact", "2", largest + " ")));
        await Assert.ThrowsAsync<ArgumentException>(() => test.WriteAsync(2, Merge("contact", "1", """{"b":1}""")));
        Assert.Equal(["1"], test.Store.ReadAll("contact").Select(record => record.Id));
    }

    [Fact]
    public async Task ADocumentOfManyFields_IsMerged()
    {
        await using TestStore test = new();
        string Fields(int from, int to, int value) => "{" + string.Join(',', Enumerable.Range(from, to - from).Select(field => $"\"f{field}\":{value}")) + "}";
        await test.WriteAsync(1, Merge("contact", "1", Fields(0, 40_000, 1)));

        WriteResult result = await test.WriteAsync(2, Merge("contact", "1", Fields(20_000, 60_000, 2)));

        Assert.Equal(Fields(0, 20_000, 1)[..^1] + "," + Fields(20_000, 60_000, 2)[1..], Text(result.Record));
    }

    [Fact]
    public async Task ABuffer_MayBeUsedAgainForTheNextBatch()
    {
        await using TestStore test = new();
        byte[] buffer = """{"email":"a@x.org"}"""u8.ToArray();
        RecordWrite[] batch = [new("contact", "1", WriteMode.Replace, buffer), new("contact", "1", WriteMode.Merge, "{}"u8.ToArray())];
        await test.WriteAsync(1, batch);

        """{"email":"b@x.org"}"""u8.CopyTo(buffer);
        await test.WriteAsync(2, batch);

        Assert.Equal("""{"email":"b@x.org"}""", Text(await test.Store.FindAsync("contact", "1", Token)));
        Assert.Equal(["e:b@x.org"], (await test.Store.FindByIdentityAsync("contact", ["e:a@x.org", "e:b@x.org"], Token)).Keys);
    }

    [Fact]
    public async Task Ids_AreOneInAllTheirSpellings()
    {
        await using TestStore test = new();
        string longest = new('é', 512);

        await test.WriteAsync(1, Merge("contact", "Zoe\u0308 😀 '\"\\", """{"a":1}"""), Merge("contact", longest, "{}"), Merge("deal", "d", """{"contact":"Zoe\u0308 😀 '\"\\"}"""));

        Assert.Equal(WriteOutcome.Unchanged, (await test.WriteAsync(2, Merge("contact", "Zoë 😀 '\"\\", """{"a":1}"""))).Outcome);
        Assert.Equal("Zoë 😀 '\"\\", (await test.Store.FindAsync("contact", "Zoe\u0308 😀 '\"\\", Token))!.Value.Id);
        Assert.Equal(["Zoe\u0308 😀 '\"\\", longest], (await test.Store.FindExistingAsync("contact", ["Zoe\u0308 😀 '\"\\", longest, "zoë"], Token)).OrderBy(id => id.Length));
        Assert.Equal(["d"], test.Store.ReadOwned("contact", "Zoe\u0308 😀 '\"\\").Select(record => record.Id));
        await Assert.ThrowsAsync<ArgumentException>(() => test.WriteAsync(3, Merge("contact", longest + "é", "{}")));
    }

    [Fact]
    public async Task ACancelledBatch_LeavesNothing()
    {
        await using TestStore test = new();
        using CancellationTokenSource source = new();
        CancellingList writes = new(source);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await test.Store.WriteAsync(writes, At(1), source.Token));

        Assert.Empty(test.Dump());
        Assert.Equal(0, test.Store.LastSequence);
    }

    /// <summary>Ten writes; reading the sixth a second time, when it is applied, cancels.</summary>
    private sealed class CancellingList(CancellationTokenSource source) : IReadOnlyList<RecordWrite>
    {
        private int _reads;

        public int Count => 10;

        public RecordWrite this[int index]
        {
            get
            {
                if (index == 5 && ++_reads == 2)
                {
                    source.Cancel();
                }

                return Merge("contact", $"{index}", "{}");
            }
        }

        public IEnumerator<RecordWrite> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
