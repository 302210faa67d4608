namespace Metrics.Web.Prometheus.Language;

/// <summary>The kinds of words that queries are made of.</summary>
internal enum QueryTokenKind
{
    /// <summary>The end of the query.</summary>
    End,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A duration: <c>1h30m</c>.</summary>
    Duration,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A sign.</summary>
    Symbol,
}
