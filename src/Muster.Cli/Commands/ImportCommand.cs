using System.CommandLine;
using Muster.Cli.Output;
using Muster.Rules.Schema;
using Muster.Server.Imports;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary><c>muster import FILE --object OBJECT</c>: CSV or NDJSON into the store.</summary>
internal sealed class ImportCommand
{
    private static readonly string[] Modes = ["upsert", "add", "replace"];

    private readonly Argument<string> _file = new("FILE") { Description = "A CSV or NDJSON file, or - for standard input." };

    private readonly Option<string> _target = new("--object") { Description = "What the rows are, such as contact or order.", HelpName = "OBJECT", Required = true };

    private readonly Option<string[]> _maps = new("--map")
    {
        Description = "Sends a column to one field or several; may be given again and again.",
        HelpName = "COLUMN=FIELD[,FIELD]",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "What happens to records that exist: upsert lays fields over them, add leaves them, replace takes their place.",
        HelpName = "upsert|add|replace",
        DefaultValueFactory = _ => Modes[0],
    };

    private readonly Option<string?> _errors = new("--errors") { Description = "Writes the refused rows, with reasons, to this CSV file.", HelpName = "FILE" };

    private readonly Option<string?> _delimiter = new("--delimiter") { Description = "What separates cells: a character, or tab (default: detected).", HelpName = "C" };

    private readonly Option<string?> _encoding = new("--encoding") { Description = "Such as utf-8 or windows-1252 (default: detected).", HelpName = "NAME" };

    private readonly Option<string?> _dateFormat = new("--date-format") { Description = "Such as dd/MM/yyyy (default: detected).", HelpName = "PATTERN" };

    public static Command Create(SharedOptions shared)
    {
        ImportCommand import = new();
        import._mode.AcceptOnlyFromAmong(Modes);
        Command command = new("import", "Imports CSV or NDJSON.")
        {
            import._file, import._target, import._maps, import._mode, import._errors, import._delimiter, import._encoding, import._dateFormat,
        };
        command.SetAction((parsed, cancellationToken) => import.RunAsync(shared, parsed, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, CancellationToken cancellationToken)
    {
        string path = parsed.GetValue(_file)!;
        await using Stream input = Open(path, shared.Terminal);
        string? errorsPath = parsed.GetValue(_errors);
        ColumnMapping[] mappings = [.. parsed.GetValue(_maps)!.Select(ColumnMapping.Parse)];
        await using Workspace workspace = await shared.OpenAsync(parsed, create: true, cancellationToken).ConfigureAwait(false);
        await using RefusedRowsFile? errors = errorsPath is null ? null : RefusedRowsFile.Create(errorsPath);
        ImportReport report;
        using (ProgressLine progress = new(shared.Terminal))
        {
            report = await new Importer(workspace.Store, shared.Terminal.Clock).ImportAsync(
                input,
                input.CanSeek ? input.Length : null,
                new ImportOptions
                {
                    Object = parsed.GetValue(_target)!,
                    Mappings = mappings,
                    Delimiter = ReadDelimiter(parsed.GetValue(_delimiter)),
                    Encoding = parsed.GetValue(_encoding),
                    DateFormat = parsed.GetValue(_dateFormat),
                    Mode = (ImportMode)Array.IndexOf(Modes, parsed.GetValue(_mode)!),
                    FileName = path == "-" ? null : path,
                    Zone = shared.Zone(parsed, workspace),
                    Errors = errors?.Writer,
                },
                new ProgressSink<ImportProgress>(at => progress.Show("Importing", at.BytesRead, at.TotalBytes, "rows", at.Written)),
                cancellationToken).ConfigureAwait(false);
        }

        if (shared.IsJson(parsed))
        {
            ImportReportOutput.WriteJson(shared.Terminal.Output, report);
        }
        else
        {
            ObjectType type = workspace.Schema.Find(report.Object)!;
            ImportReportOutput.WriteText(shared.Terminal.Output, report, type, errorsPath);
        }

        return report.Refused > 0 ? ExitCode.SomeRefused : ExitCode.Done;
    }

    private static Stream Open(string path, Terminal terminal)
    {
        if (path == "-")
        {
            return terminal.Input();
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Usage($"There is no file \"{path}\".");
        }
        catch (UnauthorizedAccessException)
        {
            throw CommandException.Usage(Directory.Exists(path) ? $"\"{path}\" is a directory: name a file." : $"\"{path}\" may not be read by this user.");
        }
    }

    private static char? ReadDelimiter(string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        [var one] => one,
        _ => throw CommandException.Usage($"--delimiter takes one character, or tab, not \"{text}\"."),
    };
}
