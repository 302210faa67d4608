using System.Text;

namespace Metrics.Web.Prometheus.Language;

/// <summary>Cuts a query into words: https://prometheus.io/docs/prometheus/latest/querying/basics/.</summary>
internal static class QueryWords
{
    /// <summary>Signs, the longer ones first.</summary>
    private static readonly string[] Symbols =
        ["=~", "!~", "!=", "==", "<=", ">=", "(", ")", "{", "}", "[", "]", ",", "=", "<", ">", "+", "-", "*", "/", "%", "^", "@"];

    /// <summary>The words of a query, the end among them.</summary>
    /// <exception cref="QueryFault">A character belongs to no word.</exception>
    public static List<QueryToken> Of(string query)
    {
        var words = new List<QueryToken>();
        var at = 0;
        while (at < query.Length)
        {
            if (char.IsWhiteSpace(query[at]))
                at++;
            else if (query[at] == '#')
                at = query.IndexOf('\n', at) is var end and >= 0 ? end : query.Length;
            else
                words.Add(Next(query, ref at));
        }
        words.Add(new QueryToken(QueryTokenKind.End, "", query.Length + 1));
        return words;
    }

    private static QueryToken Next(string query, ref int at)
    {
        var start = at;
        var c = query[at];
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < query.Length && char.IsAsciiDigit(query[at + 1])))
            return NumberOrDuration(query, ref at);
        if (char.IsAsciiLetter(c) || c is '_' or ':')
        {
            while (at < query.Length && (char.IsAsciiLetterOrDigit(query[at]) || query[at] is '_' or ':'))
                at++;
            return new QueryToken(QueryTokenKind.Name, query[start..at], start + 1);
        }
        if (c is '"' or '\'' or '`')
            return new QueryToken(QueryTokenKind.Text, Text(query, ref at), start + 1);
        foreach (var symbol in Symbols)
            if (string.CompareOrdinal(query, at, symbol, 0, symbol.Length) == 0)
            {
                at += symbol.Length;
                return new QueryToken(QueryTokenKind.Symbol, symbol, start + 1);
            }
        throw QueryFault.At(start + 1, $"unexpected character \"{Configuration.ConfigValue.Printable(c.ToString())}\".");
    }

    /// <summary>A number with an exponent, or digits and units: <c>1e3</c>, <c>1h30m</c>.</summary>
    private static QueryToken NumberOrDuration(string query, ref int at)
    {
        var start = at;
        while (at < query.Length && (char.IsAsciiLetterOrDigit(query[at]) || query[at] == '.' || IsExponentSign(query, at)))
            at++;
        var text = query[start..at];
        var isDuration = text[^1] is 's' or 'm' or 'h' or 'd' or 'w' or 'y';
        return new QueryToken(isDuration ? QueryTokenKind.Duration : QueryTokenKind.Number, text, start + 1);
    }

    private static bool IsExponentSign(string query, int at) =>
        query[at] is '+' or '-' && query[at - 1] is 'e' or 'E' && at + 1 < query.Length && char.IsAsciiDigit(query[at + 1]);

    private static string Text(string query, ref int at)
    {
        var start = at;
        var quote = query[at++];
        var text = new StringBuilder();
        for (; at < query.Length && query[at] != quote; at++)
        {
            if (query[at] != '\\' || quote == '`')
            {
                text.Append(query[at]);
                continue;
            }
            if (++at == query.Length)
                break;
            text.Append(query[at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '\\' or '"' or '\'' => query[at],
                _ => throw QueryFault.At(at + 1, "unknown escape in a text; \\\\, \\n, \\r, \\t and quotes are known."),
            });
        }
        if (at == query.Length)
            throw QueryFault.At(start + 1, "a text that does not end.");
        at++;
        return text.ToString();
    }
}
