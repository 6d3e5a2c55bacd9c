namespace Muster.Server.Demo;

/// <summary>An event before it is written. What an event of its name does not have is null or -1.</summary>
internal struct EventRow
{
    public string Name;
    public long At;
    public string? Url;
    public string? Plan;
    public int Product;

    /// <summary>In cents.</summary>
    public long Value;
}

/// <summary>
/// Walks through one profile's events in the order of time: sessions of a few events within minutes, from page to product to cart to checkout, and long
/// times between them. The state of a walk is its own random stream, so an event follows from the profile alone.
/// </summary>
internal struct EventWalk(SplitMix64 random, long from, long to, int count, int offsetHours)
{
    private SplitMix64 _random = random;
    private long _at;
    private int _done;
    private int _left;
    private int _product = -1;
    private bool _inCart;

    /// <summary>The next event, or false after the last.</summary>
    public bool Next(out EventRow row)
    {
        row = new() { Name = "page_view", Product = -1, Value = -1 };
        if (_done == count)
        {
            return false;
        }

        bool enters = _left == 0;
        if (enters)
        {
            EnterSession();
        }
        else
        {
            _at = Math.Min(to, _at + (3 * Timeline.Second) + (long)(_random.Uniform() * _random.Uniform() * 8 * Timeline.Minute));
        }

        row.At = _at;
        Choose(ref row, enters);
        _done++;
        _left--;
        return true;
    }

    private void EnterSession()
    {
        // One in five ends after every event: five on average.
        _left = 1;
        while (_left < count - _done && !_random.Chance(0.2))
        {
            _left++;
        }

        double share = (_done + (_random.Uniform() * _left)) / count;
        long at = Timeline.Moment(ref _random, from + (long)(share * (to - from)), to, ordinal: 0, count: Math.Max(1, count), offsetHours, business: false);
        _at = Math.Max(_at, at);
        (_product, _inCart) = (-1, false);
    }

    private void Choose(ref EventRow row, bool enters)
    {
        if (enters && _done == 0 && _random.Chance(0.3))
        {
            row.Name = "signup";
            row.Plan = Catalog.Plans[Math.Min(_random.Below(Catalog.Plans.Length), _random.Below(Catalog.Plans.Length))];
            return;
        }

        int draw = _random.Below(100);
        if (enters && draw < 30)
        {
            row.Name = "login";
        }
        else if (_inCart && draw < 45)
        {
            Shop(ref row, "checkout");
            (_product, _inCart) = (-1, false);
        }
        else if (_product >= 0 && !_inCart && draw < 28)
        {
            Shop(ref row, "add_to_cart");
            _inCart = true;
        }
        else if (draw < 58)
        {
            row.Url = Catalog.Pages[Catalog.PageShares.Draw(ref _random)];
        }
        else if (draw < 88)
        {
            row.Name = "product_view";
            row.Product = Catalog.ProductShares.Draw(ref _random);
            row.Url = "/products";
            (_product, _inCart) = (row.Product, false);
        }
        else if (draw < 97)
        {
            row.Name = draw < 93 ? "search" : "download";
            row.Url = draw < 93 ? "/search" : "/docs";
        }
        else
        {
            row.Name = "plan_changed";
            row.Plan = Catalog.Plans[1 + _random.Below(Catalog.Plans.Length - 1)];
        }
    }

    private readonly void Shop(ref EventRow row, string name)
    {
        row.Name = name;
        row.Product = _product;
        row.Value = Catalog.Products[_product].Price;
    }
}
