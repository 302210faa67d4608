namespace Metrics.Grapher.Language;

/// <summary>What happens after a piece of the legend.</summary>
public enum LegendBreak
{
    /// <summary>The next piece follows on the same line while there is room.</summary>
    None,

    /// <summary><c>\l</c> or <c>\n</c>: the line ends, aligned left.</summary>
    Left,

    /// <summary><c>\r</c>: the line ends, aligned right.</summary>
    Right,

    /// <summary><c>\c</c>: the line ends, centred.</summary>
    Centre,

    /// <summary><c>\j</c>: the line ends, its pieces spread over it.</summary>
    Justified,

    /// <summary><c>\s</c>: the line ends and a small space follows.</summary>
    Space,

    /// <summary><c>\g</c>: the next piece follows without space.</summary>
    Glue,

    /// <summary><c>\u</c>: the next line is one line up.</summary>
    Up,
}
