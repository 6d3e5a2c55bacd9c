using System.Diagnostics;
using Muster.Rules.Backend;
using Muster.Rules.Data;
using Muster.Rules.Dates;
using Muster.Rules.Schema;
using NodaTime;

namespace Muster.TestKit;

/// <summary>Computes the ready-made fields of a profile.</summary>
internal static class NaiveDerivedField
{
    public static FieldValue Of(
        DerivedField field, ProfileKey profile, Record record, Func<string, IEnumerable<Record>> rows, bool ownsDeletedDeals, Moment moment) => field switch
        {
            DerivedField.ClientType => profile.Kind is ProfileKind.Contact or ProfileKind.Company
                ? FieldValue.OfText(Audiences.ObjectOf(profile.Kind))
                : FieldValue.Missing,
            DerivedField.EmailDomain => EmailDomain(record["email"]),
            DerivedField.Age => Age(record["birthday"], NaiveWindow.Today(moment)),
            DerivedField.HadDeals => FieldValue.OfBoolean(rows("deal").Any() || ownsDeletedDeals),
            DerivedField.HasEmail => FieldValue.OfBoolean(!record["email"].IsMissing),
            DerivedField.HasPhone => FieldValue.OfBoolean(!record["phone"].IsMissing),
            DerivedField.HasMessenger => FieldValue.OfBoolean(!record["messenger"].IsMissing),
            DerivedField.DaysSinceCreated => record["created_at"] is { IsMissing: false } created
                ? FieldValue.OfNumber(ZoneDays.ToDay(NaiveWindow.Today(moment)) - ZoneDays.DayOf(created.AsDateTime(), moment.Zone))
                : FieldValue.Missing,
            DerivedField.LastActivityAt => LastActivity(record, rows),
            DerivedField.ActivityCount => FieldValue.OfNumber(rows("activity").Count()),
            DerivedField.DealCount => FieldValue.OfNumber(rows("deal").Count()),
            DerivedField.OrderCount => FieldValue.OfNumber(rows("order").Count()),
            DerivedField.LifetimeValue => NaiveAggregate.SumOfMoney(
                rows("order").Where(order => order["paid"] is { IsMissing: false } paid && paid.AsBoolean())
                    .Concat(rows("deal").Where(deal => deal["status"] is { IsMissing: false } status && TextFold.Fold(status.AsText()) == "won"))
                    .Select(row => row["amount"])
                    .Where(amount => !amount.IsMissing)),
            _ => throw new UnreachableException($"No arm for {field}"),
        };

    private static FieldValue EmailDomain(FieldValue email)
    {
        string text = email.IsMissing ? "" : email.AsText();
        return text.Contains('@') ? FieldValue.OfText(text[(text.LastIndexOf('@') + 1)..]) : FieldValue.Missing;
    }

    /// <summary>How many birthdays have come since; of a birthday to come, the negative of how many are missing.</summary>
    private static FieldValue Age(FieldValue birthday, LocalDate today)
    {
        if (birthday.IsMissing)
        {
            return FieldValue.Missing;
        }

        LocalDate born = ZoneDays.ToDate(birthday.AsDate());
        int years = today.Year - born.Year;
        return FieldValue.OfNumber(born.PlusYears(years) > today ? years - 1 : years);
    }

    private static FieldValue LastActivity(Record record, Func<string, IEnumerable<Record>> rows)
    {
        FieldValue[] instants =
        [
            .. new[] { record["last_activity_at"] }
                .Concat(rows("activity").Select(activity => activity["at"]))
                .Concat(rows("conversation").Select(talk => talk["last_message_at"] is { IsMissing: false } last ? last : talk["started_at"]))
                .Concat(rows("engagement").Select(engagement => engagement["at"]))
                .Concat(rows("event").Select(tracked => tracked["at"]))
                .Where(instant => !instant.IsMissing),
        ];
        return instants.Length == 0 ? FieldValue.Missing : instants.MaxBy(instant => instant.AsDateTime());
    }
}
