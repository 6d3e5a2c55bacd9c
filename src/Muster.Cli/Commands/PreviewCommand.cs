using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Muster.Cli.Input;
using Muster.Cli.Output;
using Muster.Engine;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Rules.Syntax;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster preview RULE</c>: how many match, the first of them, and how many match each condition on its own.</summary>
internal static class PreviewCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("preview", "Shows how many match a rule, and the first of them.");
        RuleArgument rules = new(shared, command);
        Option<int> limit = new("--limit")
        {
            Description = "How many profiles to show, 0 to 1000.",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= 1_000)
                {
                    return count;
                }

                result.AddError("--limit takes a number from 0 to 1000.");
                return 0;
            },
        };
        Option<bool> conditions = new("--conditions") { Description = "Show how many match each condition on its own." };
        command.Options.Add(limit);
        command.Options.Add(conditions);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Workspace workspace = await shared.OpenAsync(parsed, create: false, cancellationToken).ConfigureAwait(false);
            Moment moment = shared.Moment(parsed, shared.Zone(parsed, workspace));
            BoundRule rule = rules.Bind(parsed, workspace.Schema, moment.Zone, out Rule.Group written);
            using EmbeddedEngine engine = await EngineLoading.LoadAsync(workspace, rule, shared.Terminal, cancellationToken).ConfigureAwait(false);

            long start = Stopwatch.GetTimestamp();
            RulePreview preview = await engine.PreviewAsync(rule, moment, parsed.GetValue(limit), cancellationToken).ConfigureAwait(false);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);

            ProfileLookup lookup = new(workspace.Store);
            List<ProfileLine> sample = [];
            foreach (ProfileKey key in preview.Sample)
            {
                sample.Add(await lookup.FindAsync(key, cancellationToken).ConfigureAwait(false));
            }

            if (shared.IsJson(parsed))
            {
                WriteJson(shared.Terminal.Output, rule, moment, preview, elapsed, sample);
            }
            else
            {
                WriteText(shared.Terminal, rule, parsed.GetValue(conditions) ? RuleParts.ByPointer(written, workspace.Schema, rule.Audience) : null, preview, elapsed, sample);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteJson(TextWriter output, BoundRule rule, Moment moment, RulePreview preview, TimeSpan elapsed, List<ProfileLine> sample) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", preview.Count);
            json.WriteNumber("total", preview.Total);
            json.WriteString("at", Format.Instant(moment.Now));
            json.WriteNumber("elapsedMs", Math.Round(elapsed.TotalMilliseconds, 3));
            json.WriteStartArray("sample");
            foreach (ProfileLine line in sample)
            {
                ProfileOutput.WriteJson(json, line);
            }

            json.WriteEndArray();
            json.WriteStartArray("conditions");
            for (int i = 0; i < rule.Pointers.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("pointer", rule.Pointers[i]);
                json.WriteNumber("count", preview.Conditions[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static void WriteText(
        Terminal terminal, BoundRule rule, IReadOnlyDictionary<string, RulePart>? parts, RulePreview preview, TimeSpan elapsed, List<ProfileLine> sample)
    {
        terminal.Output.Write($"{Format.CountOf(new(preview.Count, preview.Total), rule.Audience)}, counted exactly in {Format.Milliseconds(elapsed)}\n");
        if (parts is not null)
        {
            TextTable table = new(["matching", "condition"], rightAligned: [0]);
            for (int i = 0; i < rule.Pointers.Count; i++)
            {
                RulePart part = parts[rule.Pointers[i]];
                table.Add(Format.Count(preview.Conditions[i]), new string(' ', part.Depth * 2) + part.Text);
            }

            terminal.Output.Write('\n');
            table.Write(terminal);
        }

        if (sample.Count > 0)
        {
            terminal.Output.Write('\n');
            ProfileOutput.WriteTable(terminal, sample);
            if (preview.Count > sample.Count)
            {
                terminal.Output.Write($"… and {Format.Count(preview.Count - sample.Count)} more; all of them: muster members\n");
            }
        }
    }
}
