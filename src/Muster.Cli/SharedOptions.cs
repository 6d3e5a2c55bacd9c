using System.CommandLine;
using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;
using Muster.Server.Workspaces;
using NodaTime;

namespace Muster.Cli;

/// <summary>The options that every command takes, and what they come to.</summary>
internal sealed class SharedOptions(Terminal terminal)
{
    private readonly Option<string?> _data = new("--data")
    {
        Description = "The data directory (default ./muster-data, or what MUSTER_DATA says).",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<string?> _at = new("--at")
    {
        Description = "The instant to evaluate at, such as 2026-04-15T12:00:00Z (default: now).",
        HelpName = "INSTANT",
        Recursive = true,
    };

    private readonly Option<string?> _zone = new("--time-zone")
    {
        Description = "The IANA zone in which an instant falls on a day, such as Europe/Berlin (default: the workspace's).",
        HelpName = "ZONE",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Answer in JSON, for machines.", Recursive = true };

    public Terminal Terminal { get; } = terminal;

    public IEnumerable<Option> All => [_data, _at, _zone, _json];

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public string DataDirectory(ParseResult parsed)
    {
        if (parsed.GetValue(_data) is { } given)
        {
            return string.IsNullOrWhiteSpace(given) ? throw CommandException.Usage("--data names no directory.") : given;
        }

        return Terminal.Environment("MUSTER_DATA") is { } named && !string.IsNullOrWhiteSpace(named) ? named : "muster-data";
    }

    /// <summary>Opens the workspace; one that has to be made gets the zone that was given.</summary>
    public async Task<Workspace> OpenAsync(ParseResult parsed, bool create, CancellationToken cancellationToken)
    {
        string directory = DataDirectory(parsed);
        DateTimeZone? zone = GivenZone(parsed);
        if (!create && !Workspace.Exists(directory))
        {
            throw CommandException.Failed(
                $"There is no data in {directory} yet. Import some: muster import FILE --object contact. Or make a demo: muster demo. If it is elsewhere, name it with --data DIR.");
        }

        return await Workspace.OpenAsync(directory, create, zone, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The zone that was given, or the workspace's.</summary>
    public DateTimeZone Zone(ParseResult parsed, Workspace workspace) => GivenZone(parsed) ?? workspace.Zone;

    /// <summary>The moment to evaluate at.</summary>
    public Moment Moment(ParseResult parsed, DateTimeZone zone)
    {
        if (parsed.GetValue(_at) is not { } text || text == "now")
        {
            return new(Instant.FromDateTimeOffset(Terminal.Clock.GetUtcNow()), zone);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw CommandException.Usage("--at names no instant. Write it as 2026-04-15T12:00:00Z.");
        }

        if (!ValueReader.TryReadText(FieldType.DateTime, text, zone, out FieldValue at, out string? reason))
        {
            throw CommandException.Usage($"--at \"{text}\" is no instant: {reason} Write it as 2026-04-15T12:00:00Z.");
        }

        return new(Instant.FromUnixTimeMilliseconds(at.AsDateTime()), zone);
    }

    private DateTimeZone? GivenZone(ParseResult parsed) => parsed.GetValue(_zone) switch
    {
        null => null,
        var name => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
            ?? throw CommandException.Usage(
                Rules.Text.NearMiss.Suggest(name, DateTimeZoneProviders.Tzdb.Ids) is { } likely
                    ? $"There is no time zone \"{name}\". Did you mean {likely}?"
                    : $"There is no time zone \"{name}\". Zones have IANA names, such as Europe/Berlin or UTC."),
    };
}
