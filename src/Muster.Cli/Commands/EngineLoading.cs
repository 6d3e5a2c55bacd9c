using Muster.Cli.Output;
using Muster.Engine;
using Muster.Rules.Binding;
using Muster.Server.Workspaces;

namespace Muster.Cli.Commands;

/// <summary>Loads the engine for a command that asks one thing: only what its rule reads.</summary>
internal static class EngineLoading
{
    public static async Task<EmbeddedEngine> LoadAsync(Workspace workspace, BoundRule rule, Terminal terminal, CancellationToken cancellationToken)
    {
        using ProgressLine progress = new(terminal);
        return await workspace.LoadEngineAsync(
            RuleReads.ObjectsOf(rule),
            new ProgressSink<LoadProgress>(at => progress.Show("Loading", at.Records, at.Total, "records")),
            cancellationToken).ConfigureAwait(false);
    }
}
