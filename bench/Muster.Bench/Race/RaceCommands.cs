using System.CommandLine;
using Muster.Bench.Race.Children;
using Muster.Bench.Race.Data;
using Muster.Bench.Race.Engines;

namespace Muster.Bench.Race;

/// <summary>The commands <c>generate</c> and <c>race</c>, and the hidden one that an engine's process is started with.</summary>
internal static class RaceCommands
{
    private static readonly string[] DefaultEngines = [.. EngineName.All];

    public static Command Generate()
    {
        Command command = new("generate", "Makes the data of the race from a seed: tab-separated files, one a table.");
        (Option<string> profiles, Option<string> events) = AddScale(command);
        Option<string> target = new("--output") { Description = "The folder to make them in.", Required = true, HelpName = "DIR" };
        command.Options.Add(target);
        command.SetAction(parsed =>
        {
            RaceData data = new(Path.GetFullPath(parsed.GetValue(target)!));
            data.Generate(ScaleOf(parsed, profiles, events));
            foreach ((string table, long rows) in data.Rows)
            {
                Console.WriteLine(FormattableString.Invariant($"{rows,15:N0} {table}"));
            }
        });
        return command;
    }

    public static Command Race()
    {
        Command command = new("race", "Runs the same 24 rules over the same data on each engine, compares their counts and prints the times as Markdown.");
        (Option<string> profiles, Option<string> events) = AddScale(command);
        Option<string> engines = new("--engines")
        {
            Description = "Which, with commas: muster, clickhouse, postgresql, sqlite.",
            HelpName = "LIST",
            DefaultValueFactory = _ => string.Join(',', DefaultEngines),
        };
        Option<string?> data = new("--data")
        {
            Description = "A folder for the generated data, kept for the next run. Without it the data is made anew and deleted.",
            HelpName = "DIR",
        };
        Option<double> limit = new("--limit") { Description = "Seconds after which a run is given up.", HelpName = "SECONDS", DefaultValueFactory = _ => 120 };
        Option<string?> json = new("--json") { Description = "Writes every number there.", HelpName = "FILE" };
        Option<string?> markdown = new("--markdown") { Description = "Replaces the tables of this size between the page's race comments.", HelpName = "FILE" };
        foreach (Option option in new Option[] { engines, data, limit, json, markdown })
        {
            command.Options.Add(option);
        }

        engines.Validators.Add(result =>
        {
            if (EnginesOf(result.GetValueOrDefault<string>()).FirstOrDefault(name => !EngineName.All.Contains(name)) is { } unknown)
            {
                result.AddError($"There is no engine \"{unknown}\". There are {string.Join(", ", EngineName.All)}.");
            }
        });
        command.SetAction(async (parsed, _) =>
        {
            RaceOptions options = new(
                ScaleOf(parsed, profiles, events),
                EnginesOf(parsed.GetValue(engines)!),
                parsed.GetValue(data),
                TimeSpan.FromSeconds(parsed.GetValue(limit)),
                parsed.GetValue(json),
                parsed.GetValue(markdown));
            try
            {
                return await RaceRun.RunAsync(options, Console.Out, Console.Error).ConfigureAwait(false) ? 0 : 1;
            }
            catch (Exception stopped) when (stopped is RaceException or InvalidOperationException or FormatException)
            {
                await Console.Error.WriteLineAsync(stopped.Message).ConfigureAwait(false);
                return 1;
            }
        });
        return command;
    }

    public static Command Engine()
    {
        Command command = new(EngineProcess.Command) { Hidden = true };
        Argument<string> name = new("name");
        Argument<string> data = new("data");
        Argument<string> directory = new("directory");
        command.Arguments.Add(name);
        command.Arguments.Add(data);
        command.Arguments.Add(directory);
        command.SetAction((parsed, _) => EngineHost.RunAsync(parsed.GetValue(name)!, parsed.GetValue(data)!, parsed.GetValue(directory)!));
        return command;
    }

    private static (Option<string> Profiles, Option<string> Events) AddScale(Command command)
    {
        Option<string> profiles = new("--profiles")
        {
            Description = "Contacts, companies and leads together, such as 100k or 10m.",
            HelpName = "N",
            DefaultValueFactory = _ => "1m",
        };
        Option<string> events = new("--events") { Description = "Events, such as 5m; five a profile where not given.", HelpName = "N" };
        foreach (Option<string> option in new[] { profiles, events })
        {
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string>() is { } text && !RaceScale.TryReadCount(text, out long _))
                {
                    result.AddError($"{option.Name} takes a number such as 5000, 100k or 10m, not \"{text}\".");
                }
            });
            command.Options.Add(option);
        }

        return (profiles, events);
    }

    private static RaceScale ScaleOf(ParseResult parsed, Option<string> profiles, Option<string> events)
    {
        RaceScale.TryReadCount(parsed.GetValue(profiles)!, out long people);
        return new(checked((int)people), parsed.GetValue(events) is { } text && RaceScale.TryReadCount(text, out long count) ? count : people * 5);
    }

    private static string[] EnginesOf(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
