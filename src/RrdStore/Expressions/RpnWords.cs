using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Metrics.RrdStore.Expressions;

/// <summary>How operators are written: rrdgraph_rpn(1). The one table of them, for the expressions of a store and for those in a database of
/// RRDtool.</summary>
internal static class RpnWords
{
    // By code. Those without a word are no operators, or take an argument of their own.
    private static readonly ImmutableArray<string> ByCode =
    [
        "", "", "INF", "PREV", "NEGINF", "UNKN", "NOW", "TIME", "+", "%", "-", "*", "/", "SIN", "DUP", "EXC", "POP", "COS", "LOG", "EXP",
        "LT", "LE", "GT", "GE", "EQ", "IF", "MIN", "MAX", "LIMIT", "FLOOR", "CEIL", "UN", "", "LTIME", "NE", "ISINF", "", "COUNT", "ATAN",
        "SQRT", "SORT", "REV", "TREND", "TRENDNAN", "ATAN2", "RAD2DEG", "DEG2RAD", "PREDICT", "PREDICTSIGMA", "AVG", "ABS", "ADDNAN",
        "MINNAN", "MAXNAN", "MEDIAN", "PREDICTPERC", "DEPTH", "COPY", "ROLL", "INDEX", "STEPWIDTH", "NEWDAY", "NEWWEEK", "NEWMONTH",
        "NEWYEAR", "SMIN", "SMAX", "STDEV", "PERCENT", "POW", "ROUND",
    ];

    private static readonly FrozenDictionary<string, RpnCode> Codes = ByCode.Select((word, code) => (word, code))
        .Where(pair => pair.word.Length > 0).ToFrozenDictionary(pair => pair.word, pair => (RpnCode)pair.code);

    /// <summary>Whether there is such a code.</summary>
    public static bool IsKnown(RpnCode code) => (int)code < ByCode.Length;

    /// <summary>The word of an operator; empty for a code that has none.</summary>
    public static string Of(RpnCode code) => ByCode[(int)code];

    /// <summary>The operator of a word.</summary>
    public static bool TryFind(string word, out RpnCode code) => Codes.TryGetValue(word, out code);
}
