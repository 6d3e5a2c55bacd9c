using System.Globalization;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Server.Demo;
using Muster.Storage.Records;

namespace Muster.Bench.Race.Data;

/// <summary>The generated data: a folder with one tab-separated file a table, from which every engine loads.</summary>
internal sealed class RaceData(string directory)
{
    private const string Finished = "finished.txt";

    /// <summary>The file of a table.</summary>
    public string PathOf(RaceTable table) => Path.Combine(directory, table.Name + ".tsv");

    /// <summary>Rows of each table, by its name.</summary>
    public IReadOnlyDictionary<string, long> Rows
    {
        get
        {
            OrderedDictionary<string, long> rows = [];
            foreach (string line in File.ReadLines(MarkOf()).Skip(1))
            {
                int space = line.IndexOf(' ', StringComparison.Ordinal);
                rows[line[..space]] = long.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
            }

            return rows;
        }
    }

    /// <summary>Whether the folder holds all of the data of a scale.</summary>
    public bool Holds(RaceScale scale) => File.Exists(MarkOf()) && File.ReadLines(MarkOf()).First() == Mark(scale);

    /// <summary>Generates the data. Memory: constant. The same scale gives the same bytes.</summary>
    public void Generate(RaceScale scale)
    {
        Directory.CreateDirectory(directory);
        File.Delete(MarkOf());
        Dictionary<string, TsvWriter> writers = RaceTable.All.ToDictionary(table => table.Type.Name, table => new TsvWriter(File.Create(PathOf(table))));
        OrderedDictionary<string, long> rows = [];
        try
        {
            RecordReader reader = new(RaceTable.Schema, RaceMoment.Zone);
            Record record = new(RaceTable.All[0].Type, "-");

            // Engagement comes last, and no rule of the race reads it.
            foreach (RecordWrite write in DemoCrm.Generate(scale.Options).TakeWhile(write => write.Object != "engagement"))
            {
                if (RaceTable.Find(write.Object) is { } table)
                {
                    reader.Read(table.Type, write.Id, write.Document.Span, RaceMoment.Now, RaceMoment.Now, record, issues: null);
                    long row = rows[table.Name] = rows.GetValueOrDefault(table.Name) + 1;
                    Write(writers[write.Object], table, record, table.Type.Kind == ObjectKind.Profile ? NumberOf(write.Id) : row);
                }
            }
        }
        finally
        {
            foreach (TsvWriter writer in writers.Values)
            {
                writer.Dispose();
            }
        }

        File.WriteAllLines(MarkOf(), [Mark(scale), .. rows.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Key} {table.Value}"))]);
    }

    private static void Write(TsvWriter writer, RaceTable table, Record record, long id)
    {
        writer.Link(id);
        foreach (RaceColumn column in table.Columns.Skip(1))
        {
            FieldValue value = record[column.Name];
            if (column.Type == FieldType.Link)
            {
                writer.Link(value.IsMissing ? 0 : NumberOf(value.AsText()));
            }
            else
            {
                writer.Value(value);
            }
        }

        writer.EndRow();
    }

    /// <summary>The number of a profile: 123 of <c>con_000123</c>. Databases are given it as their key, being quicker with numbers than with text.</summary>
    private static long NumberOf(string id) => long.Parse(id.AsSpan(id.IndexOf('_', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    private static string Mark(RaceScale scale) => string.Create(CultureInfo.InvariantCulture, $"{scale.Profiles} profiles, {scale.Events} events");

    private string MarkOf() => Path.Combine(directory, Finished);
}
