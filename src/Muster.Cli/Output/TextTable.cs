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
        using StringWriter rendered = new();
        Render(terminal, rendered);

        // The border's style draws an empty line above and below, and fills lines with blanks: a table that is piped on should hold neither.
        foreach (string line in rendered.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            terminal.Output.Write(line + "\n");
        }
    }

    private void Render(Terminal terminal, TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.HasColour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal.HasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = terminal.Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(_table);
    }
}
