using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Xunit;

namespace Muster.TestKit;

public abstract partial class SegmentBackendContract
{
    private const int Batches = 300;

    /// <summary>Each batch takes all deals from one contact and gives them to another, a partition away: someone has them, before and after, and never both or no one.</summary>
    [Fact]
    public async Task Readers_SeeABatchWholeOrNotAtAll()
    {
        const int contacts = 70_000;
        const int deals = 5;
        await using Table table = await TableAsync(CrmSchema.Standard);
        await table.AddAsync([.. Enumerable.Range(0, contacts).Select(i => table.New("contact", $"{i}"))]);
        RecordChange[] Move(int step) =>
        [
            .. Enumerable.Range(0, deals).Select(deal => new RecordChange(table.New(
                "deal", $"{deal}", ("contact", Table.Link($"{step % 2 * (contacts - 1)}")), ("amount", Table.Units(10_000))))),
            new RecordChange(table.New("contact", $"{step % 2 * (contacts - 1)}", ("city", Table.Text("here")))),
            new RecordChange(table.New("contact", $"{(step + 1) % 2 * (contacts - 1)}")),
        ];

        await table.ApplyAsync(Move(0));
        BoundRule all = table.Bind(Table.All(Table.Rows("deal", Quantifier.Exactly, deals)), Audience.Contacts);
        BoundRule sum = table.Bind(Table.All(Table.Over(AggregateFunction.Sum, "deal", "amount", Operator.Equal, deals)), Audience.Contacts);
        BoundRule both = table.Bind(Table.All(Table.Rows("deal", Quantifier.Some), Table.Where("city", Operator.Equal, "HERE")), Audience.Contacts);
        ProfileKey[] ends = [new(ProfileKind.Contact, "0"), new(ProfileKind.Contact, $"{contacts - 1}")];

        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        async Task ReadAsync(int reader)
        {
            for (int read = reader; read < 10 || !done.IsCancellationRequested; read++)
            {
                BoundRule rule = (read % 3) switch { 0 => all, 1 => sum, _ => both };
                switch (read % 4)
                {
                    case 0:
                        Assert.Equal(new RuleCount(1, contacts), await table.Backend.Backend.CountAsync(rule, table.Moment, cancellationToken));
                        break;
                    case 1:
                        RulePreview preview = await table.Backend.Backend.PreviewAsync(rule, table.Moment, 5, cancellationToken);
                        Assert.Equal((1, 1), (preview.Count, preview.Sample.Count));
                        Assert.All(preview.Conditions, count => Assert.Equal(1, count));
                        break;
                    case 2:
                        RuleMatches matches = await table.Backend.Backend.EvaluateAsync([all, sum, both], ends, table.Moment, cancellationToken);
                        Assert.All([0, 1, 2], of => Assert.Equal(matches[0, 0], matches[of, 0]));
                        Assert.All([0, 1, 2], of => Assert.NotEqual(matches[of, 0], matches[of, 1]));
                        break;
                    default:
                        int members = 0;
                        await foreach (ProfileKey _ in table.Backend.Backend.MembersAsync(rule, table.Moment, cancellationToken))
                        {
                            members++;
                        }

                        Assert.Equal(1, members);
                        break;
                }
            }
        }

        Task[] readers = [.. Enumerable.Range(0, 3).Select(reader => Task.Run(() => ReadAsync(reader), cancellationToken))];
        for (int step = 1; step <= Batches; step++)
        {
            await table.ApplyAsync(Move(step));
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }
}
