using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Output;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Server.Workspaces;
using Muster.Storage.Records;

namespace Muster.Cli.Commands;

/// <summary><c>muster export OBJECT</c>: every record of an object, as NDJSON that can be imported again, or as CSV of its fields.</summary>
internal static class ExportCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("export", "Writes every record of an object.");
        Argument<string> name = new("OBJECT") { Description = "The object, such as contact or order." };
        Option<string> format = RowFormat.Option("ndjson");
        command.Arguments.Add(name);
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Workspace workspace = await shared.OpenAsync(parsed, create: false, cancellationToken).ConfigureAwait(false);
            ObjectType type = SchemaCommand.Find(workspace.Schema, parsed.GetValue(name)!);
            if (type.Name == "item")
            {
                throw CommandException.Usage("Items are within deals and orders: export those.");
            }

            if (parsed.GetValue(format) == "csv")
            {
                WriteCsv(shared.Terminal.Output, workspace, type, cancellationToken);
            }
            else
            {
                WriteLines(shared.Terminal.Output, workspace, type, cancellationToken);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteLines(TextWriter output, Workspace workspace, ObjectType type, CancellationToken cancellationToken)
    {
        foreach (StoredRecord record in workspace.Store.ReadAll(type.Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using JsonDocument document = JsonDocument.Parse(record.Document);
            JsonOutput.Write(output, json =>
            {
                json.WriteStartObject();
                json.WriteString("id", record.Id);
                foreach (JsonProperty property in document.RootElement.EnumerateObject().Where(property => property.Name != "id"))
                {
                    property.WriteTo(json);
                }

                // A store that takes this in would otherwise date the record to that day.
                if (!document.RootElement.TryGetProperty("created_at", out _))
                {
                    json.WriteString("created_at", Format.Instant(record.CreatedAt));
                }

                json.WriteEndObject();
            });
        }
    }

    private static void WriteCsv(TextWriter output, Workspace workspace, ObjectType type, CancellationToken cancellationToken)
    {
        Field[] fields = [.. type.Fields.Where(field => field.Name != "id" && field.Origin != FieldOrigin.Derived)];
        CsvOutput.WriteRow(output, ["id", .. fields.Select(field => field.Name)]);
        RecordReader reader = new(workspace.Schema, workspace.Zone);
        Record read = new(type, "-");
        foreach (StoredRecord record in workspace.Store.ReadAll(type.Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Read(type, record.Id, record.Document.Span, record.CreatedAt, record.UpdatedAt, read, issues: null);
            CsvOutput.WriteRow(output, [record.Id, .. fields.Select(field => read[field.Name].ToString())]);
        }
    }
}
