using Muster.Cli;

Terminal terminal = Terminal.OfProcess();
int exit = await MusterProgram.RunAsync(args, terminal).ConfigureAwait(false);
try
{
    await terminal.Output.FlushAsync().ConfigureAwait(false);
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    // Not a reader that has gone, as `head` does: the runtime passes over that in silence. What failed before said so itself.
    if (exit is ExitCode.Done or ExitCode.SomeRefused)
    {
        await terminal.Messages.WriteLineAsync($"The output cannot be written. ({failure.Message})").ConfigureAwait(false);
        exit = ExitCode.Failed;
    }
}

return exit;
