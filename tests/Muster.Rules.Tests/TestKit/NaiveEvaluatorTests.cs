using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.TestKit;
using NodaTime;

namespace Muster.Rules.Tests.TestKit;

/// <summary>Holds the oracle to the tables that were written by hand, and shows that a backend can pass the contract.</summary>
public class NaiveEvaluatorTests : SegmentBackendContract
{
    protected override ValueTask<IBackendUnderTest> CreateAsync(CrmSchema schema) => ValueTask.FromResult<IBackendUnderTest>(new NaiveBackend(schema));

    protected override BoundRule Bind(CrmSchema schema, DateTimeZone zone, Dataset data, Rule.Group rule, Audience audience) => NaiveBackend.Bind(data, rule, audience);
}
