using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.TestKit;
using NodaTime;

namespace Muster.Engine.Tests;

/// <summary>The engine gives the answers that every backend has to give.</summary>
public class EngineContractTests : SegmentBackendContract
{
    protected override ValueTask<IBackendUnderTest> CreateAsync(CrmSchema schema) => new(new EngineUnderTest(Make(schema)));

    private protected virtual EmbeddedEngine Make(CrmSchema schema) => new(schema);

    protected override BoundRule Bind(CrmSchema schema, DateTimeZone zone, Dataset data, Rule.Group rule, Audience audience)
    {
        BindResult result = new RuleBinder(schema, zone, new DatasetCatalog(data)).Bind(rule, audience);
        Assert.True(result.Errors.Count == 0, $"{rule}: {string.Join("; ", result.Errors)}");
        return result.Rule!;
    }

    private sealed class DatasetCatalog(Dataset data) : IMembershipCatalog
    {
        public MembershipDefinition? Find(MembershipKind kind, string nameOrId) => kind switch
        {
            MembershipKind.Segment when data.Segments.TryGetValue(nameOrId, out var segment) => new(nameOrId, nameOrId, segment.Audience, segment.Rule),
            MembershipKind.List when data.Lists.ContainsKey(nameOrId) => new(nameOrId, nameOrId, Audience: null, Rule: null),
            _ => null,
        };

        public IEnumerable<string> Names(MembershipKind kind) => kind == MembershipKind.Segment ? data.Segments.Keys : data.Lists.Keys;
    }

    private sealed class EngineUnderTest(EmbeddedEngine engine) : IBackendUnderTest
    {
        public ISegmentBackend Backend => engine;

        public ValueTask ApplyAsync(IReadOnlyList<RecordChange> batch)
        {
            engine.Apply(batch);
            return ValueTask.CompletedTask;
        }

        public ValueTask SetListAsync(string id, IReadOnlyCollection<ProfileKey> members)
        {
            engine.SetList(id, members);
            return ValueTask.CompletedTask;
        }

        public ValueTask GrowAsync(CrmSchema schema)
        {
            engine.Grow(schema);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            engine.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The same, where little data makes dictionaries heaps, heaps written anew, tags bitmaps and rows sorted.</summary>
public class TightlyTunedEngineContractTests : EngineContractTests
{
    private protected override EmbeddedEngine Make(CrmSchema schema) => new(schema, new(DictionaryTexts: 2, HeapGarbage: 0, ListedRows: 2, LooseRows: 0));
}
