namespace Metrics.Grapher.Language;

/// <summary>How much a text of the graph language may ask for: it may come from a URL, and no URL can exhaust the server.</summary>
public static class GraphLimits
{
    /// <summary>Longest text, in UTF-16 code units; a longer one is refused before anything of it is read.</summary>
    public const int TextLength = 64 * 1024;

    /// <summary>Longest statement or option, in UTF-16 code units.</summary>
    public const int LineLength = 4096;

    /// <summary>Most statements and options in a text.</summary>
    public const int Statements = 1000;

    /// <summary>Most numbers, names and operators in one expression.</summary>
    public const int ExpressionTokens = 500;

    /// <summary>Most values on the stack of an expression.</summary>
    public const int StackDepth = 200;

    /// <summary>Most faults that are told of one text.</summary>
    public const int Faults = 20;

    /// <summary>Most values that may be in memory for one graph at a time: 64 MiB of them.</summary>
    public const int Cells = 8 * 1024 * 1024;

    /// <summary>Most operations on single values in working out one graph: about a second's work.</summary>
    public const long Operations = 256L * 1024 * 1024;

    /// <summary>Longest time a graph may show, in seconds: 100 years.</summary>
    public const long SpanSeconds = 100L * 366 * 86_400;

    /// <summary>Largest step that may be wished, in seconds: about 31 years.</summary>
    public const int StepSeconds = 1_000_000_000;

    /// <summary>Largest field width and precision in a number format.</summary>
    public const int FormatWidth = 200;
}
