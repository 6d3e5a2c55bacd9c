using System.Text.Json.Nodes;
using Muster.Storage.Records;
using static Muster.Storage.Tests.TestStore;

namespace Muster.Storage.Tests;

public class IdempotenceTests
{
    private static readonly string[] Objects = ["contact", "company", "deal", "event"];
    private static readonly string[] Values = ["1", "1.0", "2", "null", "\"x\"", "\"\\u0078\"", "[1,2]", "{\"p\":1,\"q\":2}", "{\"q\":2,\"p\":1.0}", "true"];

    [Theory, MemberData(nameof(Seeds))]
    public async Task RandomBatches_AgreeWithAModel_AndTwiceIsOnce(int seed)
    {
        Random random = new(seed);
        await using TestStore test = new();
        Dictionary<(string Object, string Id), Model> model = [];
        for (int step = 1; step <= 40; step++)
        {
            RecordWrite[] batch = [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => Random(random))];
            bool[] changes = Apply(model, batch, step);
            long sequence = test.Store.LastSequence;

            IReadOnlyList<WriteResult> results = await test.WriteAsync(step, batch);
            Assert.True(changes.SequenceEqual(results.Select(IsChange)), $"seed {seed}, step {step}");
            Assert.True(Differences(test, model) is null, $"seed {seed}, step {step}: {Differences(test, model)}");
            string[] dump = test.Dump();
            int changed = batch.Where((_, index) => changes[index]).Select(write => (write.Object, write.Id)).Distinct().Count();
            Assert.True(test.Store.LastSequence == sequence + changed, $"seed {seed}, step {step}");

            await test.WriteAsync(step + 1_000, batch);
            Apply(model, batch, step + 1_000);
            Assert.True(Differences(test, model) is null, $"seed {seed}, step {step} again: {Differences(test, model)}");

            // Where one batch writes a record and then deletes it, the second time finds it deleted, and keeps what that write alone gives as the last document.
            if (batch.Select(write => (write.Object, write.Id)).Distinct().Count() == batch.Length)
            {
                Assert.True(dump.SequenceEqual(test.Dump()), $"seed {seed}, step {step} again");
            }

            if (step % 10 == 0)
            {
                await test.ReopenAsync();
                Assert.True(Differences(test, model) is null, $"seed {seed}, step {step} reopened");
            }
        }

        IReadOnlyDictionary<string, long> counts = await test.Store.CountAsync(Token);
        Assert.All(Objects, type => Assert.Equal(model.Count(pair => pair.Key.Object == type && !pair.Value.Deleted), counts[type]));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    private static bool IsChange(WriteResult result) => result.Outcome is WriteOutcome.Added or WriteOutcome.Updated or WriteOutcome.Deleted;

    private static RecordWrite Random(Random random)
    {
        string fields = string.Join(", ", "abcd".Where(_ => random.Next(2) == 0).Select(name => $"\"{name}\":{Values[random.Next(Values.Length)]}"));
        return Write((WriteMode)random.Next(4), $"{{{fields}}}", $"{random.Next(6)}", Objects[random.Next(Objects.Length)]);
    }

    /// <summary>The meaning of a batch, written down a second time, on dictionaries of parsed JSON.</summary>
    /// <returns>For each write, whether the store calls it a change.</returns>
    private static bool[] Apply(Dictionary<(string Object, string Id), Model> model, RecordWrite[] batch, long at)
    {
        bool[] changes = new bool[batch.Length];
        foreach (IGrouping<(string Object, string Id), (int Index, RecordWrite Item)> group in batch.Index().GroupBy(write => (write.Item.Object, write.Item.Id)))
        {
            Model? before = model.GetValueOrDefault(group.Key);
            Model? now = before;
            foreach ((int index, RecordWrite write) in group)
            {
                Model? next = Apply(now, write, at);
                changes[index] = next != now;
                now = next;
            }

            if (before is not null && now is not null && before.Deleted == now.Deleted && JsonNode.DeepEquals(before.Document, now.Document))
            {
                foreach ((int index, _) in group)
                {
                    changes[index] = false;
                }
            }
            else if (now is not null)
            {
                model[group.Key] = now;
            }
        }

        return changes;
    }

    private static Model? Apply(Model? now, RecordWrite write, long at)
    {
        if (write.Mode == WriteMode.Delete)
        {
            return now is { Deleted: false } ? now with { Deleted = true, UpdatedAt = at } : now;
        }

        bool alive = now is { Deleted: false };
        JsonObject given = JsonNode.Parse(write.Document.Span)!.AsObject();
        JsonObject document = write.Mode == WriteMode.Merge && alive ? now!.Document.DeepClone().AsObject() : [];
        foreach ((string name, JsonNode? value) in given)
        {
            if (value is null && write.Mode == WriteMode.Merge)
            {
                document.Remove(name);
            }
            else
            {
                document[name] = value?.DeepClone();
            }
        }

        return alive && (write.Mode == WriteMode.Add || JsonNode.DeepEquals(document, now!.Document)) ? now : new(document, now?.CreatedAt ?? at, at, false);
    }

    /// <returns>Null, or the first record in which the store and the model differ.</returns>
    private static string? Differences(TestStore test, Dictionary<(string Object, string Id), Model> model)
    {
        int records = 0;
        foreach (StoredRecord record in test.Store.ReadAll())
        {
            records++;
            if (!model.TryGetValue((record.Object, record.Id), out Model? expected)
                || expected.Deleted != record.Deleted
                || expected.CreatedAt != record.CreatedAt.ToUnixTimeMilliseconds()
                || expected.UpdatedAt != record.UpdatedAt.ToUnixTimeMilliseconds()
                || !JsonNode.DeepEquals(expected.Document, JsonNode.Parse(record.Document.Span)))
            {
                return Line(record);
            }
        }

        return records == model.Count ? null : $"{records} records in place of {model.Count}";
    }

    private sealed record Model(JsonObject Document, long CreatedAt, long UpdatedAt, bool Deleted);
}
