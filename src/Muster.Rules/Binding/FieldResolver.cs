using Muster.Rules.Schema;
using Muster.Rules.Text;

namespace Muster.Rules.Binding;

/// <summary>Finds the fields and objects that a rule names.</summary>
internal static class FieldResolver
{
    private const string CompanyPrefix = "company.";

    /// <summary>A field of an audience's profiles, or of the company they link to.</summary>
    public static FieldSource? OfProfile(CrmSchema schema, Audience audience, string name, string pointer, Findings findings)
    {
        bool ofCompany = name.StartsWith(CompanyPrefix, StringComparison.Ordinal);
        if (ofCompany && !LinksToCompany(schema, audience))
        {
            findings.Error(
                Syntax.RuleErrorCode.UnknownField, pointer, $"\"{name}\" is a field of the company that a profile is linked to, and {Audiences.NameOf(audience)} are linked to none.",
                Audiences.KindsOf(audience).Contains(ProfileKind.Company) ? name[CompanyPrefix.Length..] : null);
            return null;
        }

        string own = ofCompany ? name[CompanyPrefix.Length..] : name;
        if (DerivedFields.Find(own) is { } derived)
        {
            // The first of its names, so that conditions on "purchase_total" and on "lifetime_value" are found to be the same.
            return new(DerivedFields.All.First(entry => entry.Key == derived).Field, derived, ofCompany);
        }

        Field? field = ofCompany ? schema.Of(ProfileKind.Company).Find(own) : schema.FindProfileField(audience, own);
        if (field is not null)
        {
            return new(field, OfCompany: ofCompany);
        }

        string who = Capital(ofCompany ? Audiences.NameOf(Audience.Companies) : Audiences.NameOf(audience));
        string[] names = [.. Names(schema, audience)];
        findings.Error(Syntax.RuleErrorCode.UnknownField, pointer, UnknownOnProfile(schema, who, own), Suggest(name, names));
        return null;
    }

    /// <summary>A field of a related object's row.</summary>
    public static FieldSource? OfRow(ObjectType type, string name, string pointer, Findings findings)
    {
        if (type.Find(name) is { } field)
        {
            return new(field);
        }

        string message = name.Contains('.', StringComparison.Ordinal)
            ? $"\"{name}\" is a path; within a rule on {type.Plural} there are only the fields of the {type.Name}: {Some(type.Fields.Select(own => own.Name))}."
            : $"{Capital(type.Plural)} have no field \"{name}\"; they have {Some(type.Fields.Select(own => own.Name))}.";
        findings.Error(Syntax.RuleErrorCode.UnknownField, pointer, message, Suggest(name, type.Fields.Select(own => own.Name)));
        return null;
    }

    /// <summary>A related object that an audience's profiles own.</summary>
    public static ObjectType? Related(CrmSchema schema, Audience audience, string name, string pointer, Findings findings)
    {
        string[] owned = [.. schema.Objects.Where(type => IsOwned(type, audience)).Select(type => type.Name)];
        ObjectType? found = schema.Find(name);
        if (found is not null && owned.Contains(found.Name))
        {
            return found;
        }

        string message = found switch
        {
            null => $"There is no object \"{name}\"; {Audiences.NameOf(audience)} have {Some(owned)}.",
            { Kind: ObjectKind.Profile } => $"\"{name}\" is a kind of profile, whose rows belong to no other; {Audiences.NameOf(audience)} have {Some(owned)}.",
            _ => $"{Capital(found.Plural)} belong to {Some(found.Owners.Select(owner => schema.Find(owner.LinksTo!)?.Plural ?? owner.Name))}, not to {Audiences.NameOf(audience)}; those have {Some(owned)}.",
        };
        findings.Error(
            Syntax.RuleErrorCode.UnknownObject, pointer, message, found is null ? schema.FindByWords(name)?.Name is { } words && owned.Contains(words) ? words : NearMiss.Suggest(name, owned) : null);
        return null;
    }

    /// <summary>The first of several names, as a list in a sentence.</summary>
    public static string Some(IEnumerable<string> names)
    {
        const int Shown = 8;
        string[] all = [.. names.Take(Shown + 1)];
        return all.Length switch
        {
            0 => "none",
            > Shown => $"{string.Join(", ", all[..Shown])} and others",
            _ => string.Join(", ", all),
        };
    }

    private static bool LinksToCompany(CrmSchema schema, Audience audience) =>
        Audiences.KindsOf(audience).Any(kind => schema.Of(kind).Find("company") is { Type: FieldType.Link, LinksTo: "company" });

    private static bool IsOwned(ObjectType type, Audience audience) =>
        type.Owners.Any(owner => Audiences.KindsOf(audience).Any(kind => Audiences.ObjectOf(kind) == owner.LinksTo));

    private static IEnumerable<string> Names(CrmSchema schema, Audience audience)
    {
        IEnumerable<string> own = Audiences.KindsOf(audience).SelectMany(kind => schema.Of(kind).Fields).Select(field => field.Name);
        return LinksToCompany(schema, audience) ? own.Concat(schema.Of(ProfileKind.Company).Fields.Select(field => CompanyPrefix + field.Name)) : own;
    }

    private static string UnknownOnProfile(CrmSchema schema, string who, string name)
    {
        if (schema.Find(name) is { Kind: ObjectKind.Related } related)
        {
            return $"\"{name}\" is no field but an object: say how many {related.Plural} there have to be, or what is computed of them.";
        }

        string[] others = [.. schema.Objects.Where(type => type.Kind == ObjectKind.Profile && type.Find(name) is not null).Select(type => type.Plural)];
        return others.Length > 0 ? $"{who} have no field \"{name}\"; {Some(others)} do." : $"{who} have no field \"{name}\".";
    }

    /// <summary>The name that a label stands for, or a near miss.</summary>
    private static string? Suggest(string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        string asName = FieldName.From(name);
        return all.Contains(asName, StringComparer.Ordinal) && asName != name ? asName : NearMiss.Suggest(name, all);
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
