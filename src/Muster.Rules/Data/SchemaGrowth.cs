using System.Text.Json;
using Muster.Rules.Schema;

namespace Muster.Rules.Data;

/// <summary>Declares the fields that ingestion meets first.</summary>
public static class SchemaGrowth
{
    /// <summary>Custom fields of an object at most, where ingestion declares them.</summary>
    public const int MaxCustomFields = 500;

    /// <summary>The schema with a custom field for each property of a document that has none yet; the same schema where all have one.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="type">The record's object.</param>
    /// <param name="id">The record's id, for the issues.</param>
    /// <param name="document">The document, as <see cref="RecordReader"/> takes it; the items of a deal or order are gone through as well.</param>
    /// <param name="issues">
    /// Takes a note of each property that cannot become a field: its name is not valid, its first value is an object or holds one,
    /// or the object has <see cref="MaxCustomFields"/> already. May be null.
    /// </param>
    /// <remarks>
    /// A field takes the type of its first value (<see cref="ValueReader.InferType"/>), on a profile that of the field of the same name
    /// on another kind of profile. A value that is missing declares nothing. Allocates only where something is declared or noted.
    /// </remarks>
    /// <exception cref="RecordFormatException">The document is not a JSON object in UTF-8 of at most 64 levels.</exception>
    /// <exception cref="ArgumentException">The schema has no such object.</exception>
    public static CrmSchema Grow(CrmSchema schema, ObjectType type, string id, ReadOnlySpan<byte> document, ICollection<DataIssue>? issues)
    {
        Growth growth = new(schema, id, document, issues);
        Utf8JsonReader json = Documents.Open(document);
        try
        {
            growth.ReadObject(ref json, schema.Find(type.Name) ?? throw new ArgumentException($"The schema has no object \"{type}\".", nameof(type)));
            json.Read();
        }
        catch (JsonException failure)
        {
            throw Documents.Malformed(failure, document);
        }

        return growth.Schema;
    }

    private ref struct Growth(CrmSchema schema, string id, ReadOnlySpan<byte> document, ICollection<DataIssue>? issues)
    {
        private readonly ReadOnlySpan<byte> _document = document;

        public CrmSchema Schema { get; private set; } = schema;

        public void ReadObject(ref Utf8JsonReader json, ObjectType type)
        {
            bool hasItems = RecordReader.HasItems(type);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (hasItems && json.ValueTextEquals("items"u8))
                {
                    json.Read();
                    ReadItems(ref json);
                    continue;
                }

                if (FieldNames.IndexOf(type, ref json) >= 0)
                {
                    json.Skip();
                    continue;
                }

                type = Declare(ref json, type);
            }
        }

        private void ReadItems(ref Utf8JsonReader json)
        {
            if (json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                return;
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (json.TokenType == JsonTokenType.StartObject)
                {
                    ReadObject(ref json, Schema.Find("item")!);
                }
                else
                {
                    json.Skip();
                }
            }
        }

        private ObjectType Declare(ref Utf8JsonReader json, ObjectType type)
        {
            string? name = NameOf(ref json);
            string shown = name ?? Documents.Excerpt(_document, json.TokenStartIndex, json.BytesConsumed - 1);
            json.Read();
            JsonTokenType token = json.TokenType;
            long start = json.TokenStartIndex;
            FieldType? inferred = ValueReader.InferType(ref json);
            string? refusal = Refusal(type, name, token, inferred);
            if (refusal is not null)
            {
                issues?.Add(new(type.Name, id, shown, Documents.Excerpt(_document, start, json.BytesConsumed), refusal));
                return type;
            }

            if (inferred is not { } own)
            {
                return type;
            }

            Schema = Schema.WithField(type.Name, name!, type.Kind == ObjectKind.Profile && Schema.FindOnProfiles(name!) is { } other ? other.Type : own);
            return Schema.Find(type.Name)!;
        }

        private static string? NameOf(ref Utf8JsonReader json)
        {
            try
            {
                return json.GetString();
            }
            catch (InvalidOperationException)
            {
                // An escaped half of a surrogate pair: no valid name.
                return null;
            }
        }

        private static string? Refusal(ObjectType type, string? name, JsonTokenType token, FieldType? inferred)
        {
            if (name is null || !FieldName.IsValid(name))
            {
                string valid = name is null ? "" : $"; \"{FieldName.From(name)}\" would do";
                return $"It is no field name: that takes lower-case letters, digits and underscores, a letter first, at most {FieldName.MaxLength} of them{valid}.";
            }

            if (inferred is null && token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                return "No field holds an object, or a list of objects.";
            }

            return inferred is not null && type.Fields.Count(field => field.Origin == FieldOrigin.Custom) >= MaxCustomFields
                ? $"{type} has {MaxCustomFields} custom fields already; no more are declared by what comes in."
                : null;
        }
    }
}
