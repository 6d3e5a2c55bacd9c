using System.Text;
using Muster.Engine.Kernels;
using Muster.Rules.Binding;

namespace Muster.Engine.Columns;

/// <summary>Tests one text, as a string or as UTF-8; both give the same answer.</summary>
internal abstract class TextMatcher
{
    public abstract bool Holds(string text);

    public abstract bool Holds(ReadOnlySpan<byte> utf8);

    /// <summary>The text is one of these.</summary>
    public sealed class OneOf : TextMatcher
    {
        private readonly Dictionary<ulong, byte[][]> _byHash = [];
        private readonly HashSet<string> _texts;
        private readonly byte[]? _only;

        public OneOf(IEnumerable<string> texts)
        {
            _texts = new(texts, StringComparer.Ordinal);
            foreach (string text in _texts)
            {
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                ulong hash = IdHash.Of(utf8);
                _byHash[hash] = [.. _byHash.GetValueOrDefault(hash, []), utf8];
            }

            _only = _texts.Count == 1 ? Encoding.UTF8.GetBytes(_texts.First()) : null;
        }

        public IReadOnlyCollection<string> Texts => _texts;

        /// <summary>The one text, where there is but one.</summary>
        public byte[]? Only => _only;

        public override bool Holds(string text) => _texts.Contains(text);

        public override bool Holds(ReadOnlySpan<byte> utf8)
        {
            if (_only is not null)
            {
                return utf8.SequenceEqual(_only);
            }

            if (!_byHash.TryGetValue(IdHash.Of(utf8), out byte[][]? same))
            {
                return false;
            }

            foreach (byte[] text in same)
            {
                if (utf8.SequenceEqual(text))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The text has a part somewhere.</summary>
    public sealed class Has(TextPart part, string text) : TextMatcher
    {
        private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

        public TextPart Part => part;

        public ReadOnlySpan<byte> Utf8 => _utf8;

        public override bool Holds(string whole) => part switch
        {
            TextPart.Anywhere => whole.Contains(text, StringComparison.Ordinal),
            TextPart.Beginning => whole.StartsWith(text, StringComparison.Ordinal),
            _ => whole.EndsWith(text, StringComparison.Ordinal),
        };

        public override bool Holds(ReadOnlySpan<byte> utf8) => part switch
        {
            TextPart.Anywhere => utf8.IndexOf(_utf8) >= 0,
            TextPart.Beginning => utf8.StartsWith(_utf8),
            _ => utf8.EndsWith(_utf8),
        };
    }

    /// <summary>What follows the last @ passes; without a matcher, there is something after it.</summary>
    public sealed class Domain(TextMatcher? domain) : TextMatcher
    {
        /// <summary>The domain of an e-mail address, or empty.</summary>
        public static string Of(string email) => email[(email.LastIndexOf('@') is var at and >= 0 ? at + 1 : email.Length)..];

        public override bool Holds(string text) => Of(text) is { Length: > 0 } part && (domain?.Holds(part) ?? true);

        public override bool Holds(ReadOnlySpan<byte> utf8)
        {
            int at = utf8.LastIndexOf((byte)'@');
            return at >= 0 && at + 1 < utf8.Length && (domain?.Holds(utf8[(at + 1)..]) ?? true);
        }
    }
}

/// <summary>A matcher held against a field: for a dictionary, decided once per distinct text. Thread-safe.</summary>
internal sealed class TextTest(TextMatcher matcher, TextDictionary? dictionary) : ColumnTest
{
    private readonly Lock _deciding = new();
    private volatile DecidedCodes? _decided;

    public TextMatcher Matcher => matcher;

    public override int Cost => dictionary is null ? 40 : 2;

    /// <summary>The codes that pass. Decided when first asked for: a few rows are cheaper tested one by one.</summary>
    public DecidedCodes Decided
    {
        get
        {
            if (_decided is null)
            {
                lock (_deciding)
                {
                    _decided ??= new(dictionary!.CodesOf(matcher));
                }
            }

            return _decided;
        }
    }
}

/// <summary>Codes of a dictionary, as a bitmap, and where they are few, as a list: so many passes of comparing cost less than a look-up of each row.</summary>
internal sealed class DecidedCodes
{
    private const int MostFew = 6;

    public DecidedCodes(ulong[] set)
    {
        Set = set;
        if (Bits.Count(set) is var count and <= MostFew)
        {
            Few = new int[count];
            int next = 0;
            foreach (int code in Bits.Of(set))
            {
                Few[next++] = code;
            }
        }
    }

    public ulong[] Set { get; }

    public int[]? Few { get; }
}
