using System.Globalization;
using Muster.Storage.Records;

namespace Muster.Server.Demo;

/// <summary>Writes deals and orders.</summary>
internal sealed class SalesRecords(DemoWorld world, DocumentWriter document)
{
    /// <summary>Room for the records of one kind that one owner can have, so that each has a random stream of its own.</summary>
    internal const int PerOwner = 256;

    // Deals are about larger things than orders: products from this price on.
    private const int DealPrice = 9_900;
    private static readonly int[] DealProducts = [.. Enumerable.Range(0, Catalog.Products.Length).Where(product => Catalog.Products[product].Price >= DealPrice)];
    private static readonly WeightedChoice DealProductShares = WeightedChoice.Zipf(DealProducts.Length, shift: 1);

    private readonly Timeline _time = world.Timeline;

    public RecordWrite ContactDeal(in ContactPlan plan, int ordinal)
    {
        SplitMix64 random = world.Random(DemoStream.ContactDeal, ((long)plan.Index * PerOwner) + ordinal);
        document.Begin();
        Deal(ref random, plan.Deals, ordinal, plan.CreatedAt, plan.ActiveUntil, plan.Country, plan.CompanySize, plan.Company < 0 ? People.Contact(world, plan).FullName : null);
        document.Text("contact"u8, DemoId.Contact(plan.Index));
        document.Text("company"u8, plan.Company >= 0 ? DemoId.Company(plan.Company) : null);
        return new("deal", DemoId.Related("deal_", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    public RecordWrite CompanyDeal(in CompanyPlan plan, int ordinal)
    {
        SplitMix64 random = world.Random(DemoStream.CompanyDeal, ((long)plan.Index * PerOwner) + ordinal);
        document.Begin();
        Deal(ref random, plan.Deals, ordinal, plan.CreatedAt, _time.Now, plan.Country, plan.Size, People.CompanyName(world, plan));
        document.Text("company"u8, DemoId.Company(plan.Index));
        return new("deal", DemoId.Related("deal_c", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    public RecordWrite Order(in ContactPlan plan, int ordinal)
    {
        SplitMix64 random = world.Random(DemoStream.Order, ((long)plan.Index * PerOwner) + ordinal);
        Country country = Countries.All[plan.Country];
        long createdAt = Timeline.Moment(ref random, plan.CreatedAt, plan.ActiveUntil, ordinal, plan.Orders, country.OffsetHours, business: false);
        bool recent = createdAt > _time.Now - (10 * Timeline.Day);
        bool paid = random.Chance(recent ? 0.7 : 0.9);
        long paidAt = createdAt + (random.Chance(0.7) ? 5 * Timeline.Second + random.Below((int)(5 * Timeline.Minute)) : (long)(random.Uniform() * 14 * Timeline.Day));

        document.Begin();
        document.Text("number"u8, string.Create(CultureInfo.InvariantCulture, $"SO-{plan.Index + 1:D6}-{ordinal + 1}"));
        document.Text("status"u8, paid
            ? recent ? "Processing" : random.Chance(0.97) ? "Completed" : "Returned"
            : recent ? "Pending" : random.Chance(0.6) ? "Cancelled" : "Refunded");
        document.Boolean("paid"u8, paid);
        long amount = Items(ref random, plan.CompanySize);
        document.Money("amount"u8, amount);
        document.Text("currency"u8, country.Currency);
        if (paid)
        {
            document.Instant("paid_at"u8, Math.Min(paidAt, _time.Now));
        }

        document.Instant("created_at"u8, createdAt);
        document.Text("contact"u8, DemoId.Contact(plan.Index));
        document.Text("company"u8, plan.Company >= 0 ? DemoId.Company(plan.Company) : null);
        return new("order", DemoId.Related("ord_", plan.Index, ordinal), WriteMode.Merge, document.End());
    }

    /// <returns>What they come to, in cents.</returns>
    private long Items(ref SplitMix64 random, int companySize)
    {
        int lines = 1;
        while (lines < 6 && random.Chance(0.35))
        {
            lines++;
        }

        long amount = 0;
        document.BeginList("items"u8);
        for (int line = 0; line < lines; line++)
        {
            Product product = Catalog.Products[Catalog.ProductShares.Draw(ref random)];
            int many = product.Price > 30_000 ? 2 : companySize > 50 ? 20 : 4;
            int quantity = random.Chance(0.7) ? 1 : 1 + random.Below(many);
            long price = random.Chance(0.8) ? product.Price : product.Price * (80 + random.Below(20)) / 100;
            document.BeginItem();
            document.Text("product"u8, product.Name);
            document.Number("quantity"u8, quantity);
            document.Money("price"u8, price);
            document.Money("amount"u8, quantity * price);
            document.EndItem();
            amount += quantity * price;
        }

        document.EndList();
        return amount;
    }

    private void Deal(ref SplitMix64 random, in DealPlan deals, int ordinal, long from, long to, int countryIndex, int companySize, string? buyer)
    {
        Country country = Countries.All[countryIndex];
        bool open = ordinal >= deals.Won + deals.Lost;

        // Which of the closed ones are won depends on their order alone, so that wins and losses alternate as they do for a contact with several.
        int closed = deals.Won + deals.Lost;
        bool won = !open && (long)(ordinal + 1) * deals.Won / closed > (long)ordinal * deals.Won / closed;
        long createdAt = open
            ? Timeline.Moment(ref random, Math.Max(from, to - (120 * Timeline.Day)), to, ordinal - closed, deals.Open, country.OffsetHours, business: true)
            : Timeline.Moment(ref random, from, to, ordinal, closed, country.OffsetHours, business: true);
        Pipeline pipeline = Catalog.Pipelines[random.Below(10) switch { < 7 => 0, < 9 => 1, _ => 2 }];
        Product product = Catalog.Products[DealProducts[DealProductShares.Draw(ref random)]];

        // Larger companies buy more, as the fifth root of their size or so: 1, 2, 4, 8 times as much at 1, 32, 1,024, 32,768 employees.
        double size = 1 << (System.Numerics.BitOperations.Log2((uint)companySize) / 5);
        long amount = (long)Math.Clamp(random.LogNormal(1_800, 1.1) * size, 50, 5_000_000) * 100;
        document.Text("title"u8, buyer is null ? product.Name : $"{product.Name} for {buyer}");
        document.Text("pipeline"u8, pipeline.Name);
        document.Text("stage"u8, open ? pipeline.Stages[Math.Min(random.Below(pipeline.Stages.Length), random.Below(pipeline.Stages.Length))] : won ? "Won" : "Lost");
        document.Text("status"u8, open ? "open" : won ? "won" : "lost");
        document.Money("amount"u8, amount);
        document.Text("currency"u8, country.Currency);
        document.Text("owner"u8, Catalog.Agent(ref random));
        document.Text("product"u8, product.Name);
        document.Text("source"u8, Catalog.Source(ref random));
        document.Instant("created_at"u8, createdAt);
        if (!open)
        {
            long closedAt = createdAt + (long)(Math.Min(random.LogNormal(21, 0.9), 400) * Timeline.Day);
            document.Instant("closed_at"u8, closedAt <= _time.Now ? closedAt : createdAt + (long)(random.Uniform() * (_time.Now - createdAt)));
        }
    }
}
