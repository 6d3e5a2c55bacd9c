using Spectre.Console;

namespace Muster.Cli.Output;

/// <summary>A table of plain cells, as wide as the terminal at most.</summary>
internal sealed class TextTable
{
    private readonly Table _table = new() { Border = TableBorder.Simple };

    public TextTable(string[] headings, params int[] rightAligned)
    {
        for (int column = 0; column < headings.Length; column++)
        {
            _table.AddColumn(new TableColumn(new Text(headings[column])) { Alignment = rightAligned.Contains(column) ? Justify.Right : Justify.Left });
        }
    }

    public void Add(params string[] cells) => _table.AddRow([.. cells.Select(cell => new Text(Printable.Line(cell)))]);

    public void Write(Terminal terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.HasColour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal.HasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Output),
        });
        console.Profile.Width = terminal.Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(_table);
    }
}
