using Muster.Cli;

Terminal terminal = Terminal.OfProcess();
int exit = await MusterProgram.RunAsync(args, terminal).ConfigureAwait(false);
try
{
    await terminal.Output.FlushAsync().ConfigureAwait(false);
}
catch (IOException)
{
    // Whoever read the output has gone, as `head` does: there is no one left to tell.
}

return exit;
