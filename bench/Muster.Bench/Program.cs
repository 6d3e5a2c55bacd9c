using Muster.Bench;

if (args is not ["core", var data])
{
    await Console.Error.WriteLineAsync("Usage: dotnet run --project bench/Muster.Bench -c Release -- core DATA\n  DATA is a folder that holds cdnow/contacts.csv and cdnow/orders.csv.").ConfigureAwait(false);
    return 2;
}

await CoreBench.RunAsync(data, Console.Out).ConfigureAwait(false);
return 0;
