using System.CommandLine;
using Muster.Bench;
using Muster.Bench.Race;

Command core = new("core", "Import, load and rules over the orders of CDNOW. Prints Markdown tables.");
Argument<string> data = new("DATA") { Description = "A folder that holds cdnow/contacts.csv and cdnow/orders.csv." };
core.Arguments.Add(data);
core.SetAction((parsed, _) => CoreBench.RunAsync(parsed.GetValue(data)!, Console.Out));

RootCommand root = new("Benches of Muster.") { core, RaceCommands.Generate(), RaceCommands.Race(), RaceCommands.Engine() };
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
