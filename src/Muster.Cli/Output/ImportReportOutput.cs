using System.Globalization;
using System.Text.Json;
using Muster.Rules.Schema;
using Muster.Server.Imports;

namespace Muster.Cli.Output;

/// <summary>What an import did, for people and for machines.</summary>
internal static class ImportReportOutput
{
    public static void WriteText(TextWriter output, ImportReport report, ObjectType type, string? errorsPath)
    {
        StringWriter text = new(CultureInfo.InvariantCulture);
        Write(text, report, type, errorsPath);
        output.Write(Printable.Lines(text.ToString()));
    }

    public static void WriteJson(TextWriter output, ImportReport report) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", report.Object);
        json.WriteString("format", report.Format == ImportFormat.Csv ? "csv" : "ndjson");
        json.WriteString("encoding", report.Encoding);
        if (report.Delimiter is { } delimiter)
        {
            json.WriteString("delimiter", delimiter.ToString());
        }

        json.WriteNumber("read", report.Read);
        json.WriteNumber("added", report.Added);
        json.WriteNumber("updated", report.Updated);
        json.WriteNumber("unchanged", report.Unchanged);
        json.WriteNumber("refused", report.Refused);
        json.WriteNumber("withoutOwner", report.WithoutOwner);
        json.WriteNumber("ownerUnknown", report.OwnerUnknown);
        json.WriteNumber("elapsedMs", Math.Round(report.Elapsed.TotalMilliseconds, 3));
        json.WriteStartArray("newFields");
        foreach (NewField field in report.NewFields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("type", FieldTypes.NameOf(field.Type));
            json.WriteString("label", field.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("dataIssues");
        foreach (FieldIssues issue in report.DataIssues)
        {
            WriteIssue(json, issue);
        }

        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (string warning in report.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteStartArray("firstRefused");
        foreach (RefusedRow row in report.FirstRefused)
        {
            json.WriteStartObject();
            json.WriteNumber("line", row.Line);
            json.WriteString("reason", row.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteIssue(Utf8JsonWriter json, FieldIssues issue)
    {
        json.WriteStartObject();
        json.WriteString("field", issue.Field);
        json.WriteNumber("count", issue.Count);
        json.WriteStartArray("examples");
        foreach (FieldIssueExample example in issue.Examples)
        {
            json.WriteStartObject();
            json.WriteNumber("line", example.Line);
            json.WriteString("value", example.Value);
            json.WriteString("reason", example.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(StringWriter output, ImportReport report, ObjectType type, string? errorsPath)
    {
        double seconds = report.Elapsed.TotalSeconds;
        output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Read:N0} rows in {seconds:0.00} s ({report.Read / Math.Max(seconds, 0.001):N0}/s): {report.Added:N0} added, {report.Updated:N0} updated, {report.Unchanged:N0} unchanged, {report.Refused:N0} refused.\n"));
        if (report.WithoutOwner > 0)
        {
            output.Write($"{Format.Count(report.WithoutOwner)} {type.Plural} name no owner: they are kept, and belong to nobody.\n");
        }

        if (report.OwnerUnknown > 0)
        {
            output.Write($"{Format.Count(report.OwnerUnknown)} {type.Plural} name an owner that is not there: they belong to nobody until it comes.\n");
        }

        foreach (NewField field in report.NewFields)
        {
            output.Write($"New field: {field.Name} ({FieldTypes.NameOf(field.Type)}){(field.Label == field.Name ? "" : $", \"{field.Label}\"")}.\n");
        }

        foreach (DateReading reading in report.DateFormats)
        {
            output.Write($"Dates in \"{reading.Column}\" were read as {reading.Format}.{(reading.Ambiguous ? " The first rows left open which number is the day: --date-format says it." : "")}\n");
        }

        foreach (FieldIssues issue in report.DataIssues)
        {
            FieldIssueExample example = issue.Examples[0];
            string typeName = issue.Type is { } fieldType ? $" ({FieldTypes.NameOf(fieldType)})" : "";
            output.Write($"{Format.Count(issue.Count)} values do not fit {issue.Field}{typeName} and are left out of rules, such as \"{example.Value}\" in line {Format.Count(example.Line)}: {example.Reason}\n");
        }

        foreach (string warning in report.Warnings)
        {
            output.Write($"Note: {warning}\n");
        }

        foreach (RefusedRow row in report.FirstRefused)
        {
            output.Write($"Line {Format.Count(row.Line)} refused: {row.Reason}\n");
        }

        if (report.Refused > report.FirstRefused.Count)
        {
            output.Write($"… and {Format.Count(report.Refused - report.FirstRefused.Count)} more refused.\n");
        }

        if (report.Refused > 0)
        {
            output.Write(errorsPath is null
                ? "With --errors FILE the refused rows are written to a file, to be mended and imported again.\n"
                : $"The refused rows are in {errorsPath}, to be mended and imported again.\n");
        }
    }
}
