using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Muster.Engine;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Text;
using Muster.Server.Imports;
using Muster.Server.Workspaces;
using NodaTime;

namespace Muster.Bench;

/// <summary>Import, load and rules over the CDNOW orders: 23,570 contacts, 69,659 orders. Prints Markdown tables.</summary>
internal static class CoreBench
{
    private const int Runs = 9;

    private static readonly Moment At = new(Instant.FromUtc(1998, 7, 1, 12, 0), DateTimeZone.Utc);

    private static readonly string[] Rules =
    [
        "at least 3 orders",
        "sum(order.amount) > 1000",
        "exactly 1 order",
        "sum(order.amount) > 500 and no orders where (created_at during last 180 days)",
        "first(order.created_at) during 1997-01-01..1997-01-31",
        "some orders where (amount > 200)",
        "at least 2 orders where (amount >= 50 and created_at during last 365 days) or sum(order.amount) > 2000",
        "some orders where (amount = 0)",
        "email contains \"0042\"",
    ];

    public static async Task RunAsync(string data, TextWriter output)
    {
        await output.WriteLineAsync($"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores; {Runs} runs.\n").ConfigureAwait(false);
        string directory = Path.Combine(Path.GetTempPath(), "muster-bench-" + Guid.NewGuid().ToString("N"));
        try
        {
            await StoreAsync(data, directory, output).ConfigureAwait(false);
            await EngineAsync(Path.Combine(directory, "0"), output).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task StoreAsync(string data, string directory, TextWriter output)
    {
        List<double> contacts = [], orders = [], again = [];
        for (int run = 0; run < Runs; run++)
        {
            await using Workspace workspace = await Workspace.OpenAsync(Path.Combine(directory, run.ToString(CultureInfo.InvariantCulture)), create: true).ConfigureAwait(false);
            contacts.Add(await ImportAsync(workspace, Path.Combine(data, "cdnow/contacts.csv"), "contact", "contact_id=id").ConfigureAwait(false));
            string[] maps = ["order_id=id", "contact_id=contact", "ordered_on=created_at"];
            orders.Add(await ImportAsync(workspace, Path.Combine(data, "cdnow/orders.csv"), "order", maps).ConfigureAwait(false));
            again.Add(await ImportAsync(workspace, Path.Combine(data, "cdnow/orders.csv"), "order", maps).ConfigureAwait(false));
        }

        await TableAsync(output, "import, durable", [("23,570 contacts", contacts), ("69,659 orders", orders), ("the same orders again", again)]).ConfigureAwait(false);
    }

    private static async Task EngineAsync(string directory, TextWriter output)
    {
        await using Workspace workspace = await Workspace.OpenAsync(directory).ConfigureAwait(false);
        List<double> loads = [];
        for (int run = 1; run < Runs; run++)
        {
            loads.Add(await TimeAsync(async () => (await workspace.LoadEngineAsync().ConfigureAwait(false)).Dispose()).ConfigureAwait(false));
        }

        using EmbeddedEngine engine = await workspace.LoadEngineAsync().ConfigureAwait(false);
        await TableAsync(output, "load from the store", [("all of it", loads)]).ConfigureAwait(false);
        List<(string, List<double>)> rows = [];
        foreach (string text in Rules)
        {
            BoundRule rule = new RuleBinder(workspace.Schema, At.Zone, EmptyMembershipCatalog.Instance)
                .Bind(RuleText.Parse(text, workspace.Schema, Audience.Contacts).Rule!, Audience.Contacts).Rule!;
            RuleCount count = await engine.CountAsync(rule, At).ConfigureAwait(false);
            List<double> times = [];
            for (int run = 0; run < Runs; run++)
            {
                times.Add(await TimeAsync(async () => await engine.CountAsync(rule, At).ConfigureAwait(false)).ConfigureAwait(false));
            }

            rows.Add(($"`{text}` ({count.Count:N0})", times));
        }

        await TableAsync(output, "rule (who matches)", rows).ConfigureAwait(false);
    }

    private static Task<double> ImportAsync(Workspace workspace, string path, string target, params string[] maps) => TimeAsync(async () =>
    {
        await using FileStream file = File.OpenRead(path);
        ImportReport report = await new Importer(workspace.Store, TimeProvider.System).ImportAsync(
            file,
            file.Length,
            new ImportOptions { Object = target, Zone = workspace.Zone, Mappings = [.. maps.Select(ColumnMapping.Parse)] }).ConfigureAwait(false);
        if (report.Refused > 0)
        {
            throw new InvalidOperationException($"{report.Refused} rows of {path} were refused.");
        }
    });

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task TableAsync(TextWriter output, string heading, IEnumerable<(string Name, List<double> Milliseconds)> rows)
    {
        await output.WriteLineAsync($"| {heading} | median, ms | least, ms | most, ms |\n| --- | ---: | ---: | ---: |").ConfigureAwait(false);
        foreach ((string name, List<double> times) in rows)
        {
            times.Sort();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[times.Count / 2]:0.00} | {times[0]:0.00} | {times[^1]:0.00} |")).ConfigureAwait(false);
        }

        await output.WriteLineAsync().ConfigureAwait(false);
    }
}
