using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Schema;

namespace Muster.TestKit;

/// <summary>A backend, and the ways by which data comes to it.</summary>
public interface IBackendUnderTest : IAsyncDisposable
{
    /// <summary>The backend.</summary>
    ISegmentBackend Backend { get; }

    /// <summary>Applies a batch in its order; when this returns, whoever asks the backend sees it. The records may be used for others afterwards.</summary>
    ValueTask ApplyAsync(IReadOnlyList<RecordChange> batch);

    /// <summary>Sets the members of a list, known or new; they may be profiles that do not exist.</summary>
    ValueTask SetListAsync(string id, IReadOnlyCollection<ProfileKey> members);

    /// <summary>Puts a schema in place of the one there is, which it extends.</summary>
    ValueTask GrowAsync(CrmSchema schema);
}
