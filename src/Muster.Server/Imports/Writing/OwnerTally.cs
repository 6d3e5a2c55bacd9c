using System.Runtime.InteropServices;
using Muster.Rules.Schema;
using Muster.Server.Imports.Rows;
using Muster.Storage.Records;

namespace Muster.Server.Imports.Writing;

/// <summary>Counts the rows that name no owner, and those that name owners none of whom is there.</summary>
/// <remarks>Memory: the owners that are known, up to a limit, and those that are not.</remarks>
internal sealed class OwnerTally(IRecordStore store, IReadOnlyList<Field> links)
{
    private const int MaxRemembered = 1_000_000;

    private readonly HashSet<string>[] _known = [.. links.Select(_ => new HashSet<string>(StringComparer.Ordinal))];

    // Rows by the owners they name, all of them unknown so far; the ids are joined by a character that none may hold.
    private readonly Dictionary<string, long> _unknown = new(StringComparer.Ordinal);

    public long Without { get; private set; }

    /// <summary>Takes the owners of a batch, <see cref="Batch.OwnerLinks"/> for each of its rows.</summary>
    public async ValueTask AddAsync(List<string?> owners, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
        {
            return;
        }

        for (int link = 0; link < links.Count; link++)
        {
            await LearnAsync(link, Every(owners, link), cancellationToken);
        }

        for (int row = 0; row < owners.Count; row += links.Count)
        {
            Add(CollectionsMarshal.AsSpan(owners).Slice(row, links.Count));
        }
    }

    /// <summary>The rows whose owners are not there now.</summary>
    public async ValueTask<long> CountUnknownAsync(CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (KeyValuePair<string, long>[] part in _unknown.Chunk(5_000))
        {
            List<string?> owners = [.. part.SelectMany(entry => entry.Key.Split('\0')).Select(id => id.Length == 0 ? null : id)];
            for (int link = 0; link < links.Count; link++)
            {
                await LearnAsync(link, Every(owners, link), cancellationToken);
            }

            for (int row = 0; row < part.Length; row++)
            {
                count += IsKnown(CollectionsMarshal.AsSpan(owners).Slice(row * links.Count, links.Count)) ? 0 : part[row].Value;
            }
        }

        return count;
    }

    private IEnumerable<string> Every(List<string?> owners, int link)
    {
        for (int index = link; index < owners.Count; index += links.Count)
        {
            if (owners[index] is { } id)
            {
                yield return id;
            }
        }
    }

    private async ValueTask LearnAsync(int link, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        HashSet<string> known = _known[link];
        HashSet<string> open = [.. ids.Where(id => !known.Contains(id))];
        if (open.Count == 0)
        {
            return;
        }

        if (known.Count > MaxRemembered)
        {
            // What the batch at hand names is asked for again with the rest.
            known.Clear();
            open = [.. ids];
        }

        known.UnionWith(await store.FindExistingAsync(links[link].LinksTo!, open, cancellationToken));
    }

    private void Add(ReadOnlySpan<string?> owners)
    {
        bool any = false;
        foreach (string? owner in owners)
        {
            any |= owner is not null;
        }

        if (!any)
        {
            Without++;
        }
        else if (!IsKnown(owners))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_unknown, string.Join('\0', owners), out _)++;
        }
    }

    private bool IsKnown(ReadOnlySpan<string?> owners)
    {
        for (int link = 0; link < owners.Length; link++)
        {
            if (owners[link] is { } id && _known[link].Contains(id))
            {
                return true;
            }
        }

        return false;
    }
}
