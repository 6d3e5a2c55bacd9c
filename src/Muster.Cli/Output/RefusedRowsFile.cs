using System.Text;

namespace Muster.Cli.Output;

/// <summary>The file of refused rows: put in place of an older one even where nothing was refused, so that a stale one is never taken for new.</summary>
internal sealed class RefusedRowsFile(string path) : IAsyncDisposable
{
    public TextWriter Writer { get; } = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
