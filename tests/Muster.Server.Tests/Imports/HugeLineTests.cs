using System.Text;
using Muster.Server.Imports;

namespace Muster.Server.Tests.Imports;

/// <summary>Alone, as what is allocated is counted for the whole process.</summary>
[CollectionDefinition(nameof(HugeLineTests), DisableParallelization = true)]
[Collection(nameof(HugeLineTests))]
public class HugeLineTests : ImportTestBase
{
    [Theory]
    [InlineData("bare")]
    [InlineData("quoted")]
    [InlineData("json")]
    public async Task AHugeLine_IsRefusedInBoundedMemory(string kind)
    {
        const long Huge = 100 << 20;
        (string before, string after) = kind switch
        {
            "bare" => ("id,name\n1,Ann\n2,", "\n3,Cy\n"),
            "quoted" => ("id,name\n1,Ann\n2,\"", "\"\n3,Cy\n"),
            _ => ("{\"id\":\"1\"}\n{\"id\":\"2\",\"name\":\"", "\"}\n{\"id\":\"3\"}\n"),
        };
        await using LongStream input = new(Encoding.UTF8.GetBytes(before), Huge, Encoding.UTF8.GetBytes(after));
        long allocated = GC.GetTotalAllocatedBytes();

        ImportReport report = await new Importer(Store, TimeProvider.System).ImportAsync(input, null, Into("contact"), null, TestContext.Current.CancellationToken);

        Assert.Equal((3, 2, 1), (report.Read, report.Added, report.Refused));
        Assert.Equal(kind == "json" ? 2 : 3, report.FirstRefused[0].Line);
        Assert.InRange(GC.GetTotalAllocatedBytes() - allocated, 0, Huge / 2);
    }

    /// <summary>A file with a line of any length in it, which is nowhere held.</summary>
    private sealed class LongStream(byte[] before, long filling, byte[] after) : MemoryStream
    {
        private long _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = 0;
            while (count < buffer.Length && _at < before.Length + filling + after.Length)
            {
                buffer.Span[count++] = _at < before.Length ? before[_at] : _at < before.Length + filling ? (byte)'x' : after[_at - before.Length - filling];
                _at++;
            }

            return new(count);
        }
    }
}
