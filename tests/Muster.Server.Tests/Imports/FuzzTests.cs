using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Muster.Server.Imports;

namespace Muster.Server.Tests.Imports;

public class FuzzTests : ImportTestBase
{
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes("id,name,email,score,joined\r\n1,\"An\"\"n\",a@x.org,1.5,2024-01-31\r\n2,\"B\nob\",,7,\r\n3,Zoë,z@x.org,\"1,000\",31.12.2023\r\n");

    private static readonly byte[] Json = Encoding.UTF8.GetBytes("{\"id\":1,\"name\":\"Zo\\u00eb\",\"items\":[1,{\"a\":null}]}\n{\"id\":\"2\",\"x\":-1.5e3,\"y\":[true]}\n");

    [Fact]
    public async Task AFileCutAnywhere_NeverFails()
    {
        foreach (byte[] file in new[] { Csv, Json })
        {
            for (int length = 0; length <= file.Length; length++)
            {
                await TryImportAsync(file[..length], $"cut at {length}");
            }
        }
    }

    [Fact]
    public async Task RandomAndMutatedFiles_NeverFail()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        byte[] special = [.. "\"\",;\t|\r\n{}[]:\\u0.-/"u8, 0, 0xC3, 0xFF, 0xFE, 0xEF, 0xBB, 0xBF];
        for (int round = 0; round < 2_000; round++)
        {
            byte[] file = round % 4 == 0 ? new byte[random.Next(200)] : [.. random.Next(2) == 0 ? Csv : Json];
            if (round % 4 == 0)
            {
                random.NextBytes(file);
            }

            for (int change = random.Next(8); change > 0 && file.Length > 0; change--)
            {
                file[random.Next(file.Length)] = special[random.Next(special.Length)];
            }

            await TryImportAsync(file, $"seed {seed}, round {round}: {Convert.ToBase64String(file)}");
        }
    }

    [Fact]
    public async Task WellFormedFiles_AreReadAsOtherSoftwareReadsThem()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        string[] pieces = ["a", "\"\"", ",", "\n", "\r\n", "é", " ", "xyz", "€"];
        for (int round = 0; round < 200; round++)
        {
            StringBuilder text = new("id,a1,b1,c1\n");
            for (int row = 0; row < 20; row++)
            {
                text.Append(row);
                for (int cell = 0; cell < 3; cell++)
                {
                    text.Append(",\"x").AppendJoin("", Enumerable.Range(0, random.Next(5)).Select(_ => pieces[random.Next(pieces.Length)])).Append("x\"");
                }

                text.Append(random.Next(2) == 0 ? "\n" : "\r\n");
            }

            MemoryStore store = new();
            using MemoryStream input = new(Encoding.UTF8.GetBytes(text.ToString()));
            ImportReport report = await new Importer(store, TimeProvider.System).ImportAsync(input, null, Into("contact"), null, TestContext.Current.CancellationToken);
            Assert.True(report.Added == 20, $"seed {seed}, round {round}");

            using CsvParser parser = new(new StringReader(text.ToString()), new CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture));
            parser.Read();
            while (parser.Read())
            {
                Assert.Equal(parser.Record![1..], new[] { "a1", "b1", "c1" }.Select(field => (string?)store["contact", parser.Record![0]][field]));
            }
        }
    }

    private static async Task TryImportAsync(byte[] file, string what)
    {
        foreach (string objectName in new[] { "contact", "deal" })
        {
            MemoryStore store = new();
            using StringWriter errors = new();
            try
            {
                using MemoryStream input = new(file);
                ImportReport report = await new Importer(store, TimeProvider.System).ImportAsync(
                    input, null, Into(objectName) with { Errors = errors }, null, TestContext.Current.CancellationToken);
                Assert.True(report.Read == report.Added + report.Updated + report.Unchanged + report.Refused, what);
            }
            catch (ImportException expected)
            {
                Assert.NotEmpty(expected.Message);
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{what}: {failure}");
            }
        }
    }
}
