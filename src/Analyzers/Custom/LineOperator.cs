namespace Metrics.Analyzers.Custom;

/// <summary>How a field is compared.</summary>
public enum LineOperator
{
    /// <summary>It is the value.</summary>
    Equal,

    /// <summary>It is another one.</summary>
    NotEqual,

    /// <summary>A smaller number.</summary>
    Below,

    /// <summary>A number that is not larger.</summary>
    AtMost,

    /// <summary>A larger number.</summary>
    Above,

    /// <summary>A number that is not smaller.</summary>
    AtLeast,

    /// <summary>The text stands in it.</summary>
    Contains,

    /// <summary>It begins with the text.</summary>
    Begins,

    /// <summary>It ends with the text.</summary>
    Ends,
}
