using System.Globalization;

namespace Muster.Bench.Race.Measures;

/// <summary>Memory of processes, as Linux tells it.</summary>
internal static class ProcessMemory
{
    /// <summary>The memory of a process and its descendants, in bytes: pages of several count in each by its share (PSS), so that a shared cache counts once.</summary>
    public static long OfTree(int processId)
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 0)
            .ToLookup(ParentOf);
        return Sum(processId, children);
    }

    private static long Sum(int processId, ILookup<int, int> children) => PssOf(processId) + children[processId].Sum(child => Sum(child, children));

    private static int ParentOf(int processId)
    {
        // pid (name) state parent …, where the name may hold anything.
        string stat = Read(processId, "stat");
        return stat.LastIndexOf(')') is var end and >= 0 ? int.Parse(stat[(end + 1)..].Split(' ')[2], CultureInfo.InvariantCulture) : 0;
    }

    private static long PssOf(int processId)
    {
        foreach (string line in Read(processId, "smaps_rollup").Split('\n'))
        {
            if (line.StartsWith("Pss:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(4).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
            }
        }

        return 0;
    }

    /// <summary>A file of a process; nothing where that has ended meanwhile.</summary>
    private static string Read(int processId, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{file}"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
