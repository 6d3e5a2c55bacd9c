using System.CommandLine;
using Muster.Cli.Input;
using Muster.Cli.Output;
using Muster.Rules.Binding;
using Muster.Rules.Json;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using Muster.Server.Workspaces;
using NodaTime;

namespace Muster.Cli.Commands;

/// <summary><c>muster parse RULE</c>: checks a rule and turns one form into the other. It needs no data; where there is a workspace, its custom fields count.</summary>
internal static class ParseCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("parse", "Checks a rule, and turns its text into JSON or its JSON into text.");
        RuleArgument rules = new(shared, command);
        Option<string?> to = new("--to") { Description = "json or text (default: the other form).", HelpName = "json|text" };
        to.AcceptOnlyFromAmong("json", "text");
        command.Options.Add(to);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            (CrmSchema schema, DateTimeZone zone) = await SchemaAsync(shared, parsed, cancellationToken).ConfigureAwait(false);
            if (shared.IsJson(parsed))
            {
                return WriteForMachines(shared, parsed, rules, schema, zone);
            }

            (string text, ParsedRule read) = rules.Read(parsed, schema);
            rules.Bind(text, read, rules.Audience(parsed), schema, zone, out Rule.Group rule);
            string form = parsed.GetValue(to) ?? (RuleArgument.IsJson(text) ? "text" : "json");
            if (form == "json")
            {
                JsonOutput.WriteIndented(shared.Terminal.Output, json => RuleJson.Write(json, rule));
            }
            else
            {
                await shared.Terminal.Output.WriteLineAsync(RuleText.PrintLines(rule, schema)).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<(CrmSchema Schema, DateTimeZone Zone)> SchemaAsync(SharedOptions shared, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!Workspace.Exists(shared.DataDirectory(parsed)))
        {
            return (CrmSchema.Standard, DateTimeZone.Utc);
        }

        await using Workspace workspace = await shared.OpenAsync(parsed, create: false, cancellationToken).ConfigureAwait(false);
        return (workspace.Schema, shared.Zone(parsed, workspace));
    }

    private static int WriteForMachines(SharedOptions shared, ParseResult parsed, RuleArgument rules, CrmSchema schema, DateTimeZone zone)
    {
        (_, ParsedRule read) = rules.Read(parsed, schema);
        BindResult? bound = read.Rule is null ? null : new RuleBinder(schema, zone, EmptyMembershipCatalog.Instance).Bind(read.Rule, rules.Audience(parsed));
        IReadOnlyList<RuleError> errors = bound is null ? read.Errors : [.. bound.Errors.Select(read.Locate)];
        JsonOutput.Write(shared.Terminal.Output, json =>
        {
            json.WriteStartObject();
            if (read.Rule is not null)
            {
                json.WritePropertyName("rule");
                RuleJson.Write(json, read.Rule);
                json.WriteString("text", RuleText.Print(read.Rule, schema));
            }

            foreach ((string name, IReadOnlyList<RuleError> list) in new[] { ("errors", errors), ("warnings", bound?.Warnings ?? []) })
            {
                json.WriteStartArray(name);
                foreach (RuleError error in list)
                {
                    json.WriteStartObject();
                    json.WriteString("pointer", error.Pointer);
                    if (error.Span is { } span)
                    {
                        json.WriteNumber("line", span.Line);
                        json.WriteNumber("column", span.Column);
                    }

                    json.WriteString("code", System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(error.Code.ToString()));
                    json.WriteString("message", error.Message);
                    if (error.Suggestion is not null)
                    {
                        json.WriteString("suggestion", error.Suggestion);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
        return errors.Count == 0 ? ExitCode.Done : ExitCode.Usage;
    }
}
