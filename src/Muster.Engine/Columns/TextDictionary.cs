using Muster.Engine.Kernels;
using Muster.Rules.Data;

namespace Muster.Engine.Columns;

/// <summary>The distinct texts of a field, each with a code and the original that was seen first. Codes are never taken back.</summary>
/// <param name="folds">Whether texts are told apart by their folds, or exactly.</param>
internal sealed class TextDictionary(bool folds)
{
    private const int MostAliases = 65_536;

    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private readonly List<string> _originals = [];
    private int _aliases;

    /// <summary>Distinct texts.</summary>
    public int Count => _keys.Count;

    public long Bytes { get; private set; }

    public string Key(int code) => _keys[code];

    public string Original(int code) => _originals[code];

    /// <summary>The code of a text that may be new.</summary>
    public int Intern(string original)
    {
        if (_codes.TryGetValue(original, out int code))
        {
            return code;
        }

        string key = folds ? TextFold.Fold(original) : original;
        if (!_codes.TryGetValue(key, out code))
        {
            code = _keys.Count;
            _codes.Add(key, code);
            _keys.Add(key);
            _originals.Add(original);
            Bytes += 72 + (2L * key.Length) + (ReferenceEquals(key, original) ? 0 : 22 + (2L * original.Length));
        }

        // Spellings are kept too, up to a bound, so that a text that was seen before is not folded again.
        if (!ReferenceEquals(key, original) && _aliases < MostAliases && _codes.TryAdd(original, code))
        {
            _aliases++;
            Bytes += 54 + (2L * original.Length);
        }

        return code;
    }

    /// <summary>The code of a key, or -1.</summary>
    public int Find(string key) => _codes.TryGetValue(key, out int code) && _keys[code] == key ? code : -1;

    /// <summary>The codes whose keys pass, as a bitmap.</summary>
    public ulong[] CodesOf(TextMatcher matcher)
    {
        ulong[] codes = new ulong[Bits.Words(Count)];
        if (matcher is TextMatcher.OneOf { Texts: var texts })
        {
            foreach (string text in texts)
            {
                if (Find(text) is var code and >= 0)
                {
                    Bits.Set(codes, code);
                }
            }

            return codes;
        }

        for (int code = 0; code < _keys.Count; code++)
        {
            if (matcher.Holds(_keys[code]))
            {
                Bits.Set(codes, code);
            }
        }

        return codes;
    }
}
