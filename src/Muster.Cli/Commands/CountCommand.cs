using System.CommandLine;
using System.Diagnostics;
using Muster.Cli.Input;
using Muster.Cli.Output;
using Muster.Engine;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster count RULE</c>: how many match, out of how many.</summary>
internal static class CountCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("count", "Counts who matches a rule.");
        RuleArgument rules = new(shared, command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Workspace workspace = await shared.OpenAsync(parsed, create: false, cancellationToken).ConfigureAwait(false);
            Moment moment = shared.Moment(parsed, shared.Zone(parsed, workspace));
            BoundRule rule = rules.Bind(parsed, workspace.Schema, moment.Zone, out _);
            using EmbeddedEngine engine = await EngineLoading.LoadAsync(workspace, rule, shared.Terminal, cancellationToken).ConfigureAwait(false);

            long start = Stopwatch.GetTimestamp();
            RuleCount count = await engine.CountAsync(rule, moment, cancellationToken).ConfigureAwait(false);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (shared.IsJson(parsed))
            {
                JsonOutput.Write(shared.Terminal.Output, json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("count", count.Count);
                    json.WriteNumber("total", count.Total);
                    json.WriteString("at", Format.Instant(moment.Now));
                    json.WriteNumber("elapsedMs", Math.Round(elapsed, 3));
                    json.WriteEndObject();
                });
            }
            else
            {
                await shared.Terminal.Output.WriteLineAsync(Format.CountOf(count, rule.Audience)).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
