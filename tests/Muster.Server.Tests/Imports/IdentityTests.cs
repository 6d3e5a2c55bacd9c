using Muster.Server.Imports;

namespace Muster.Server.Tests.Imports;

public class IdentityTests : ImportTestBase
{
    [Fact]
    public async Task WithoutAnId_AProfileIsMatchedByEmail_ThenByPhone()
    {
        await ImportAsync("contact", "id,email,phone\nA,ann@x.org,+4930111111\nB,,+4930222222\n");
        ImportReport report = await ImportAsync("contact", "email,phone,city\nANN@x.org,,Bonn\n,+49 30 222222,Rome\nnew@x.org,+4930111111,Oslo\n");

        Assert.Equal((1, 2), (report.Added, report.Updated));
        Assert.Equal("Bonn", (string?)Store["contact", "A"]["city"]);
        Assert.Equal("Rome", (string?)Store["contact", "B"]["city"]);
    }

    [Fact]
    public async Task TheSameFileAgain_ChangesNothing_WhateverItsRowsAreKnownBy()
    {
        const string Text = "email,phone,name\na@x.org,,Ann\n,+4930222222,Bob\n,,Cy\n,,Cy\na@x.org,,Anna\nb@x.org,+4930222222,Bea\n";
        ImportReport first = await ImportAsync("contact", Text);
        long sequence = Store.LastSequence;
        await ImportAsync("contact", Text.Replace("Anna", "Ann", StringComparison.Ordinal));
        ImportReport second = await ImportAsync("contact", Text.Replace("Anna", "Ann", StringComparison.Ordinal));

        Assert.Equal(4, first.Added);
        Assert.Equal((6, 6), (second.Read, second.Unchanged));
        Assert.True(sequence > 0);
    }

    [Fact]
    public async Task EqualRowsOfARelatedObject_AreAsManyRecords()
    {
        const string Text = "contact,amount\n1,10\n1,10\n2,10\n";
        Assert.Equal(3, (await ImportAsync("order", Text)).Added);
        Assert.Equal(3, (await ImportAsync("order", Text)).Unchanged);
        Assert.Equal(1, (await ImportAsync("order", Text + "1,10\n")).Added);
    }

    [Fact]
    public async Task RowsWithoutOwner_AndOfUnknownOwners_AreKeptAndCounted()
    {
        await ImportAsync("contact", "id\n1\n");
        ImportReport report = await ImportAsync(Into("deal") with { BatchSize = 2 }, "id,contact,company\nd1,1,\nd2,,\nd3,9,\nd4,1,Nowhere\nd5,8,Nowhere\nd6,9,\n");

        Assert.Equal((6, 1, 3), (report.Added, report.WithoutOwner, report.OwnerUnknown));
    }

    [Fact]
    public async Task Batches_AreWholeTransactions_AndTold()
    {
        List<int> told = [];
        using MemoryStream input = new("id\n1\n2\n3\n4\n5\n"u8.ToArray());
        List<ImportProgress> progress = [];
        Importer importer = new(Store, TimeProvider.System)
        {
            OnBatchWritten = (results, _) =>
            {
                told.Add(results.Count);
                return default;
            },
        };
        await importer.ImportAsync(input, 13, Into("contact") with { BatchSize = 2 }, new Direct(progress), TestContext.Current.CancellationToken);

        Assert.Equal([2, 2, 1], told);
        Assert.Equal(told, Store.Batches);
        Assert.Equal((13, 13, 5, 5), (progress[^1].BytesRead, progress[^1].TotalBytes, progress[^1].Read, progress[^1].Written));
    }

    [Fact]
    public async Task Cancelling_LeavesWholeBatches()
    {
        using CancellationTokenSource stop = new();
        string text = "id\n" + string.Concat(Enumerable.Range(0, 1000).Select(id => $"{id}\n"));
        using MemoryStream input = new(System.Text.Encoding.ASCII.GetBytes(text));
        Importer importer = new(Store, TimeProvider.System) { OnBatchWritten = async (_, _) => await stop.CancelAsync() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => importer.ImportAsync(input, null, Into("contact") with { BatchSize = 10 }, null, stop.Token).AsTask());
        Assert.Equal([10], Store.Batches);
    }

    private sealed class Direct(List<ImportProgress> into) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => into.Add(value);
    }
}
