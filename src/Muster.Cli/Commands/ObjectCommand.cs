using System.CommandLine;
using Muster.Rules.Schema;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster object add NAME</c>: a custom related object.</summary>
internal static class ObjectCommand
{
    public static Command Create(SharedOptions shared)
    {
        Argument<string> name = new("NAME") { Description = "Its name, singular: lower-case letters, digits and underscores." };
        Option<string?> plural = new("--plural") { Description = "Its name, plural (default: the name and an s).", HelpName = "NAMES" };
        Command add = new("add", "Declares an object of your own, whose rows belong to contacts and companies.") { name, plural };
        add.SetAction(async (parsed, cancellationToken) =>
        {
            await using Workspace workspace = await shared.OpenAsync(parsed, create: true, cancellationToken).ConfigureAwait(false);
            CrmSchema schema = workspace.Schema.WithObject(parsed.GetValue(name)!, parsed.GetValue(plural));
            await workspace.Store.SaveSchemaAsync(schema, cancellationToken).ConfigureAwait(false);
            await shared.Terminal.Output.WriteLineAsync(
                $"There is an object {parsed.GetValue(name)} now; its columns contact and company say whom a row belongs to. Its fields: muster field add {parsed.GetValue(name)} NAME TYPE").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return new Command("object", "Objects of your own.") { add };
    }
}
