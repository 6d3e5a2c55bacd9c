using System.CommandLine;
using Muster.Rules.Schema;
using Muster.Rules.Text;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster field add OBJECT NAME TYPE</c>: a custom field.</summary>
internal static class FieldCommand
{
    public static Command Create(SharedOptions shared)
    {
        Argument<string> target = new("OBJECT") { Description = "The object, such as contact or deal." };
        Argument<string> name = new("NAME") { Description = "The field's name: lower-case letters, digits and underscores." };
        Argument<string> type = new("TYPE") { Description = string.Join(", ", FieldTypes.Names) + "." };
        Option<string?> label = new("--label") { Description = "Its name in words (default: made from the name).", HelpName = "LABEL" };
        Command add = new("add", "Adds a custom field to an object.") { target, name, type, label };
        add.SetAction(async (parsed, cancellationToken) =>
        {
            string typeName = parsed.GetValue(type)!;
            FieldType fieldType = FieldTypes.Find(typeName) ?? throw CommandException.Usage(
                $"There is no type \"{typeName}\". {(NearMiss.Suggest(typeName, FieldTypes.Names) is { } likely ? $"Did you mean {likely}?" : $"There are {string.Join(", ", FieldTypes.Names)}.")}");
            await using Workspace workspace = await shared.OpenAsync(parsed, create: true, cancellationToken).ConfigureAwait(false);
            ObjectType found = SchemaCommand.Find(workspace.Schema, parsed.GetValue(target)!);
            CrmSchema schema = workspace.Schema.WithField(found.Name, parsed.GetValue(name)!, fieldType, parsed.GetValue(label));
            await workspace.Store.SaveSchemaAsync(schema, cancellationToken).ConfigureAwait(false);
            await shared.Terminal.Output.WriteLineAsync($"{found.Name} has a field {parsed.GetValue(name)} of type {FieldTypes.NameOf(fieldType)} now.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return new Command("field", "Custom fields.") { add };
    }
}
