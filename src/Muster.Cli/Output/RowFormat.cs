using System.CommandLine;

namespace Muster.Cli.Output;

/// <summary>The option <c>--format csv|ndjson</c>.</summary>
internal static class RowFormat
{
    public static Option<string> Option(string byDefault)
    {
        Option<string> format = new("--format") { Description = "csv or ndjson.", HelpName = "csv|ndjson", DefaultValueFactory = _ => byDefault };
        format.AcceptOnlyFromAmong("csv", "ndjson");
        return format;
    }
}
