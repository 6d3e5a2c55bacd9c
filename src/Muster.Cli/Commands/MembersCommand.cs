using System.CommandLine;
using Muster.Cli.Input;
using Muster.Cli.Output;
using Muster.Engine;
using Muster.Rules.Backend;
using Muster.Rules.Binding;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster members RULE</c>: everyone who matches, as a stream.</summary>
internal static class MembersCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("members", "Lists everyone who matches a rule.");
        RuleArgument rules = new(shared, command);
        Option<string> format = RowFormat.Option("csv");
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Workspace workspace = await shared.OpenAsync(parsed, create: false, cancellationToken).ConfigureAwait(false);
            Moment moment = shared.Moment(parsed, shared.Zone(parsed, workspace));
            BoundRule rule = rules.Bind(parsed, workspace.Schema, moment.Zone, out _);
            using EmbeddedEngine engine = await EngineLoading.LoadAsync(workspace, rule, shared.Terminal, cancellationToken).ConfigureAwait(false);

            bool lines = shared.IsJson(parsed) || parsed.GetValue(format) == "ndjson";
            TextWriter output = shared.Terminal.Output;
            if (!lines)
            {
                CsvOutput.WriteRow(output, ProfileOutput.Columns);
            }

            ProfileLookup lookup = new(workspace.Store);
            await foreach (ProfileKey key in engine.MembersAsync(rule, moment, cancellationToken).ConfigureAwait(false))
            {
                ProfileLine line = await lookup.FindAsync(key, cancellationToken).ConfigureAwait(false);
                if (lines)
                {
                    JsonOutput.Write(output, json => ProfileOutput.WriteJson(json, line));
                }
                else
                {
                    CsvOutput.WriteRow(output, ProfileOutput.Cells(line));
                }
            }

            return ExitCode.Done;
        });
        return command;
    }
}
