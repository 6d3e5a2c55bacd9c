using System.CommandLine;
using Muster.Cli.Output;
using Muster.Rules.Schema;
using Muster.Rules.Syntax;
using Muster.Rules.Text;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster schema [OBJECT]</c>: the objects there are, or one object's fields with what compares them.</summary>
internal static class SchemaCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("schema", "Shows the objects and fields that rules may name.");
        Argument<string?> name = new("OBJECT") { Description = "An object, such as contact or deal.", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(name);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CrmSchema schema = CrmSchema.Standard;
            IReadOnlyDictionary<string, long>? counts = null;
            if (Workspace.Exists(shared.DataDirectory(parsed)))
            {
                await using Workspace workspace = await shared.OpenAsync(parsed, create: false, cancellationToken).ConfigureAwait(false);
                schema = workspace.Schema;
                counts = await workspace.Store.CountAsync(cancellationToken).ConfigureAwait(false);
            }

            IEnumerable<ObjectType> shown = parsed.GetValue(name) is { } named ? [Find(schema, named)] : schema.Objects;
            if (shared.IsJson(parsed))
            {
                WriteJson(shared.Terminal.Output, shown);
            }
            else if (parsed.GetValue(name) is null)
            {
                WriteObjects(shared.Terminal, schema, counts);
            }
            else
            {
                WriteFields(shared.Terminal, shown.Single());
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The object that was named, singular or plural.</summary>
    public static ObjectType Find(CrmSchema schema, string named) => schema.FindByWords(named) ?? throw CommandException.Usage(
        $"There is no object \"{named}\". {(NearMiss.Suggest(named, schema.Objects.SelectMany(type => new[] { type.Name, type.Plural })) is { } likely ? $"Did you mean {likely}?" : $"There are {string.Join(", ", schema.Objects.Select(type => type.Name))}.")}");

    private static void WriteObjects(Terminal terminal, CrmSchema schema, IReadOnlyDictionary<string, long>? counts)
    {
        TextTable table = new(["object", "kind", "fields", "records"], 2, 3);
        foreach (ObjectType type in schema.Objects)
        {
            table.Add(
                type.Name,
                type.Kind == ObjectKind.Profile ? "profile" : $"of {string.Join(", ", type.Owners.Select(owner => owner.LinksTo))}",
                Format.Count(type.Fields.Count),
                counts is null ? "" : type.Name == "item" ? "with deals, orders" : Format.Count(counts.GetValueOrDefault(type.Name)));
        }

        table.Write(terminal);
        terminal.Output.Write("One object's fields: muster schema OBJECT\n");
    }

    private static void WriteFields(Terminal terminal, ObjectType type)
    {
        TextTable table = new(["field", "type", "label", "from", "compared with"]);
        foreach (Field field in type.Fields)
        {
            string from = DerivedFields.Find(field.Name) is not null && type.Kind == ObjectKind.Profile ? "ready-made" : field.Origin == FieldOrigin.Custom ? "custom" : "";
            table.Add(field.Name, FieldTypes.NameOf(field.Type), field.Label, from, string.Join(" ", Operators.For(field.Type).Select(spec => spec.Key)));
        }

        table.Write(terminal);
    }

    private static void WriteJson(TextWriter output, IEnumerable<ObjectType> objects) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("objects");
        foreach (ObjectType type in objects)
        {
            json.WriteStartObject();
            json.WriteString("name", type.Name);
            json.WriteString("plural", type.Plural);
            json.WriteString("kind", type.Kind == ObjectKind.Profile ? "profile" : "related");
            json.WriteStartArray("fields");
            foreach (Field field in type.Fields)
            {
                json.WriteStartObject();
                json.WriteString("name", field.Name);
                json.WriteString("type", FieldTypes.NameOf(field.Type));
                json.WriteString("label", field.Label);
                json.WriteBoolean("custom", field.Origin == FieldOrigin.Custom);
                json.WriteStartArray("operators");
                foreach (OperatorSpec spec in Operators.For(field.Type))
                {
                    json.WriteStringValue(spec.Key);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
