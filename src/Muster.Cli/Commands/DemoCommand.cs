using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Muster.Cli.Output;
using Muster.Engine;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using Muster.Server.Demo;
using Muster.Server.Workspaces;
using NodaTime;

namespace Muster.Cli.Commands;

/// <summary><c>muster demo</c>: makes a CRM to try things on, answers three rules over it, and says what to try next.</summary>
internal static class DemoCommand
{
    private const int MaxProfiles = 10_000_000;

    private static readonly string[] Rules =
    [
        "country = DE and tags has \"Customer\" and last_activity_at during last 90 days",
        "at least 2 orders where (paid = true and amount > $100) and no deals where (status = won)",
        "(opened campaign \"Spring\" and no order in the last 180 days) or lead_score > 80",
    ];

    public static Command Create(SharedOptions shared)
    {
        Command command = new("demo", "Makes demo data and shows what to try with it.");
        Option<string> profiles = new("--profiles") { Description = "How many contacts, companies and leads, such as 5000, 100k or 2m.", HelpName = "N", DefaultValueFactory = _ => "100k" };
        command.Options.Add(profiles);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = shared.Terminal;
            int count = ReadCount(parsed.GetValue(profiles)!);
            string directory = shared.DataDirectory(parsed);
            await using Workspace workspace = await shared.OpenAsync(parsed, create: true, cancellationToken).ConfigureAwait(false);
            Moment moment = shared.Moment(parsed, shared.Zone(parsed, workspace));
            if (workspace.Store.LastSequence == 0)
            {
                await FillAsync(workspace, terminal, count, moment.Now, cancellationToken).ConfigureAwait(false);
            }
            else if (!DemoImport.IsDemo(workspace.Store))
            {
                throw CommandException.Usage($"There is data in {directory} already. Name a directory of its own for the demo: muster demo --data demo-data");
            }
            else
            {
                await terminal.Messages.WriteLineAsync($"The demo data is in {directory} already.").ConfigureAwait(false);
            }

            using EmbeddedEngine engine = await LoadAsync(workspace, terminal, cancellationToken).ConfigureAwait(false);
            await terminal.Output.WriteLineAsync().ConfigureAwait(false);
            foreach (string text in Rules)
            {
                await AnswerAsync(engine, workspace.Schema, text, moment, terminal.Output, cancellationToken).ConfigureAwait(false);
            }

            string data = directory == "muster-data" ? "" : $" --data {directory}";
            await terminal.Output.WriteLineAsync(
                $"""
                Try next:
                  muster preview 'country = DE and at least 2 orders' --conditions{data}
                  muster explain con_000001 'lead_score > 80 or at least 1 won deal'{data}
                  muster members 'birthday during next 7 days ignoring year'{data}
                  muster count 'industry = Software and at least 3 won deals' --audience companies{data}
                  muster schema contact{data}
                """).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task FillAsync(Workspace workspace, Terminal terminal, int profiles, Instant now, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        long records;
        using (ProgressLine progress = new(terminal))
        {
            records = await DemoImport.RunAsync(
                workspace.Store,
                profiles,
                now,
                new ProgressSink<LoadProgress>(at => progress.Show("Making a CRM:", at.Records, at.Total, "records")),
                cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyDictionary<string, long> counts = await workspace.Store.CountAsync(cancellationToken).ConfigureAwait(false);
        string what = string.Join(", ", workspace.Schema.Objects.Where(type => counts.GetValueOrDefault(type.Name) > 0).Select(type => $"{Format.Count(counts[type.Name])} {type.Plural}"));
        await terminal.Messages.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"Made {what}: {Format.Count(records)} records in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.")).ConfigureAwait(false);
    }

    private static async Task<EmbeddedEngine> LoadAsync(Workspace workspace, Terminal terminal, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        EmbeddedEngine engine;
        using (ProgressLine progress = new(terminal))
        {
            engine = await workspace.LoadEngineAsync(
                progress: new ProgressSink<LoadProgress>(at => progress.Show("Loading", at.Records, at.Total, "records")), cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        await terminal.Messages.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"Loaded into memory in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.")).ConfigureAwait(false);
        return engine;
    }

    private static async Task AnswerAsync(EmbeddedEngine engine, CrmSchema schema, string text, Moment moment, TextWriter output, CancellationToken cancellationToken)
    {
        ParsedRule parsed = RuleText.Parse(text, schema, Audience.Contacts);
        BoundRule rule = new RuleBinder(schema, moment.Zone, EmptyMembershipCatalog.Instance).Bind(parsed.Rule!, Audience.Contacts).Rule!;
        await engine.CountAsync(rule, moment, cancellationToken).ConfigureAwait(false);

        // The second run is the one to show: the first also compiles the code it runs.
        long start = Stopwatch.GetTimestamp();
        RuleCount count = await engine.CountAsync(rule, moment, cancellationToken).ConfigureAwait(false);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        await output.WriteLineAsync($"  {text}\n    {Format.CountOf(count, Audience.Contacts)}, in {Format.Milliseconds(elapsed)}\n").ConfigureAwait(false);
    }

    private static int ReadCount(string text)
    {
        decimal scale = char.ToLowerInvariant(text.Length > 0 ? text[^1] : ' ') switch { 'k' => 1_000, 'm' => 1_000_000, _ => 1 };
        string digits = scale == 1 ? text : text[..^1];
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number * scale is >= 1 and <= MaxProfiles && decimal.Truncate(number * scale) == number * scale
            ? (int)(number * scale)
            : throw CommandException.Usage($"--profiles takes a number from 1 to 10m, such as 5000, 100k or 2m, not \"{text}\".");
    }
}
