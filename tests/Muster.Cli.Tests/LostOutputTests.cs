using System.Diagnostics;

namespace Muster.Cli.Tests;

/// <summary>Runs the real program where its output cannot be written, or is not read to its end.</summary>
public sealed class LostOutputTests
{
    [Theory]
    [InlineData("parse 'country = DE' > /dev/full", ExitCode.Failed, "The output cannot be written.")]
    [InlineData("--help > /dev/full", ExitCode.Failed, "The output cannot be written.")]
    [InlineData("parse frob > /dev/full", ExitCode.Usage, "frob")]
    [InlineData("parse 'country = DE' | true", ExitCode.Done, "")]
    public async Task OutputThatIsLost_IsAFailure_UnlessItsReaderHasGone(string command, int exit, string message)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It takes /dev/full, which Linux has.");
        string program = Path.Combine(AppContext.BaseDirectory, "muster");
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", $"set -o pipefail; '{program}' {command}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string messages = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exit, process.ExitCode);
        Assert.Contains(message, messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", messages, StringComparison.Ordinal);
    }
}
