using System.CommandLine;
using Muster.Cli.Commands;
using Muster.Cli.Output;
using Muster.Rules.Schema;
using Muster.Server.Imports;
using Muster.Storage.Records;

namespace Muster.Cli;

/// <summary>The program <c>muster</c>: reads its arguments, runs one command, turns what goes wrong into a message and an exit code.</summary>
internal static class MusterProgram
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        SharedOptions shared = new(terminal);
        RootCommand root = new("Live audience segmentation for CRM data: import it, write a rule, see who matches and why.")
        {
            ImportCommand.Create(shared),
            CountCommand.Create(shared),
            PreviewCommand.Create(shared),
            MembersCommand.Create(shared),
            ExplainCommand.Create(shared),
            ParseCommand.Create(shared),
            SchemaCommand.Create(shared),
            FieldCommand.Create(shared),
            ObjectCommand.Create(shared),
            ExportCommand.Create(shared),
            DemoCommand.Create(shared),
        };
        foreach (Option option in shared.All)
        {
            root.Options.Add(option);
        }

        // A rule may begin with @, which names a file for us and not a response file.
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
            {
                await terminal.Messages.WriteLineAsync(Printable.Lines(message)).ConfigureAwait(false);
            }

            await terminal.Messages.WriteLineAsync($"Try: muster {parsed.CommandResult.Command.Name switch { "muster" => "", var name => name + " " }}--help").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            InvocationConfiguration invocation = new()
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Output,
                Error = terminal.Messages,
            };
            return await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException failure)
        {
            return await TellAsync(failure.ExitCode, failure.Message).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SchemaException or ImportException)
        {
            return await TellAsync(ExitCode.Usage, failure.Message).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StoreException or IOException or UnauthorizedAccessException)
        {
            return await TellAsync(ExitCode.Failed, failure.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return await TellAsync(ExitCode.Failed, "Stopped.").ConfigureAwait(false);
        }

        async Task<int> TellAsync(int exit, string message)
        {
            await terminal.Messages.WriteLineAsync(Printable.Lines(message)).ConfigureAwait(false);
            return exit;
        }
    }
}
