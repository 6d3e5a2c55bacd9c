namespace Muster.Rules.Schema;

/// <summary>What a field holds.</summary>
public enum FieldType
{
    /// <summary>Text, compared without regard to case after Unicode NFC.</summary>
    Text,

    /// <summary>A finite 64-bit float.</summary>
    Number,

    /// <summary>Fixed point with 4 decimals, held as a 64-bit count of ten-thousandths, so that sums are exact.</summary>
    Money,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A calendar day, without a time zone.</summary>
    Date,

    /// <summary>An instant, to the millisecond.</summary>
    DateTime,

    /// <summary>A set of texts.</summary>
    Tags,

    /// <summary>The id of another record, compared exactly.</summary>
    Link,
}
