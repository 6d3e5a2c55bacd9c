using System.Diagnostics;
using System.Globalization;

namespace Muster.Cli.Output;

/// <summary>One line on the terminal that shows how far a long work is, how fast, and how long it will take. Silent where messages go to a file.</summary>
internal sealed class ProgressLine(Terminal terminal) : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private TimeSpan _shown = TimeSpan.FromMilliseconds(200) - Interval;
    private int _length;

    /// <summary>Shows how far the work is; called as often as one likes.</summary>
    /// <param name="what">What is being done.</param>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units there are; null or 0 where that is not known.</param>
    /// <param name="unit">What is counted for the rate.</param>
    /// <param name="counted">What to show as counted, where the units are not it.</param>
    public void Show(string what, long done, long? total, string unit, long? counted = null)
    {
        if (!terminal.IsInteractive)
        {
            return;
        }

        lock (_gate)
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            if (elapsed - _shown < Interval)
            {
                return;
            }

            _shown = elapsed;
            long items = counted ?? done;
            string line = string.Create(CultureInfo.InvariantCulture, $"{what} {items:N0} {unit}, {items / elapsed.TotalSeconds:N0}/s");
            if (total is > 0)
            {
                double share = Math.Min(1, (double)done / total.Value);
                int filled = (int)(share * BarWidth);
                TimeSpan left = share > 0.01 ? elapsed * ((1 - share) / share) : TimeSpan.Zero;
                line = string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {share,4:P0}  {line}{(left > TimeSpan.Zero ? $", {left:m\\:ss} left" : "")}");
            }

            Write(line);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_length > 0)
            {
                Write("");
                terminal.Messages.Write('\r');
                _length = 0;
            }
        }
    }

    private void Write(string line)
    {
        terminal.Messages.Write('\r' + line.PadRight(_length));
        _length = line.Length;
    }
}

/// <summary>Hands progress on at once, on the thread that reports it.</summary>
internal sealed class ProgressSink<T>(Action<T> show) : IProgress<T>
{
    public void Report(T value) => show(value);
}
