using System.Text;
using System.Text.Json;
using Muster.Storage.Records;

namespace Muster.Server.Imports.Rows;

/// <summary>Puts a row into a batch: its document, its id, or what a profile is matched by where it has none, and its owners.</summary>
internal sealed class RowBuilder(ImportContext context)
{
    /// <summary>The largest document that the store takes, in bytes.</summary>
    private const int MaxDocument = 1 << 20;

    private readonly string?[] _owners = new string?[context.OwnerLinks];
    private Batch? _batch;
    private int _start;
    private string? _id;
    private string? _email;
    private string? _phone;

    public Utf8JsonWriter Json => context.Json;

    /// <summary>Whether nothing is known of the row but its content.</summary>
    public bool NeedsContent => _id is null && _email is null && _phone is null;

    /// <param name="batch">The batch to put the row in.</param>
    /// <param name="id">The row's id; null where it has none.</param>
    public void Begin(Batch batch, string? id)
    {
        _batch = batch;
        _start = batch.Documents.Length;
        _id = id;
        (_email, _phone) = (null, null);
        Array.Clear(_owners);
        Json.Reset(batch.Documents);
        Json.WriteStartObject();
    }

    /// <summary>Writes a text, not blank, to a field, and takes note of what it says of the row.</summary>
    public void Write(FieldSlot slot, ReadOnlySpan<byte> text, long line)
    {
        Json.WritePropertyName(slot.Json);
        if (slot.Write(Json, text) is { } reason)
        {
            context.Issues.Add(slot.Name, slot.Type, line, text, reason);
        }

        Note(slot, text);
    }

    /// <summary>Takes note of what a field says of the row: who owns it, and whom it may be.</summary>
    public void Note(FieldSlot slot, ReadOnlySpan<byte> text)
    {
        if (slot.Owner >= 0)
        {
            _owners[slot.Owner] = Encoding.UTF8.GetString(FieldSlot.LinkOf(text));
        }
        else if (context.IsProfile && _id is null)
        {
            _email = slot.IsEmail ? Identity.OfEmail(Encoding.UTF8.GetString(text)) : _email;
            _phone = slot.IsPhone ? Identity.OfPhone(Encoding.UTF8.GetString(text)) : _phone;
        }
    }

    /// <summary>Ends the row. Where nothing but its content tells what it is, that was added to the context's ids before.</summary>
    /// <returns>Why it is refused after all; null where it is in the batch.</returns>
    public string? End()
    {
        Json.WriteEndObject();
        Json.Flush();
        int length = _batch!.Documents.Length - _start;
        if (length > MaxDocument)
        {
            return TakeBack($"The record would have {length} bytes; it may have {MaxDocument}.");
        }

        string id = _id ?? ((_email ?? _phone) is { } key ? context.Ids.OfKey(key) : context.Ids.OfContent());
        _batch.Rows.Add(new(id, _email, _phone, _start, length));
        _batch.Owners.AddRange(_owners);
        return null;
    }

    /// <summary>Leaves the row out.</summary>
    public string TakeBack(string reason)
    {
        Json.Flush();
        _batch!.Documents.Truncate(_start);
        return reason;
    }
}
