using System.Text.Json;
using Muster.Rules.Schema;

namespace Muster.Cli.Output;

/// <summary>Profiles in a list: as a table, as JSON, as CSV cells.</summary>
internal static class ProfileOutput
{
    public static readonly string[] Columns = ["id", "kind", "name", "email", "company"];

    public static string[] Cells(ProfileLine line) => [line.Key.Id, Audiences.ObjectOf(line.Key.Kind), line.Name, line.Email, line.Company];

    public static void WriteJson(Utf8JsonWriter json, ProfileLine line)
    {
        json.WriteStartObject();
        string[] cells = Cells(line);
        for (int column = 0; column < Columns.Length; column++)
        {
            json.WriteString(Columns[column], cells[column]);
        }

        json.WriteEndObject();
    }

    /// <summary>A table of the columns that hold anything.</summary>
    public static void WriteTable(Terminal terminal, IReadOnlyList<ProfileLine> lines)
    {
        string[][] rows = [.. lines.Select(Cells)];
        int[] shown = [.. Enumerable.Range(0, Columns.Length).Where(column => column < 2 || rows.Any(row => row[column].Length > 0))];
        TextTable table = new([.. shown.Select(column => Columns[column])]);
        foreach (string[] row in rows)
        {
            table.Add([.. shown.Select(column => row[column])]);
        }

        table.Write(terminal);
    }
}
