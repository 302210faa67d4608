using System.Globalization;
using Metrics.Web.Configuration;
using Metrics.Web.Endpoints;
using Metrics.Web.Prometheus.Language;
using Metrics.Web.Serving;
using Microsoft.Extensions.Primitives;

namespace Metrics.Web.Prometheus;

/// <summary>The parameters of a request, of its address and of the form in its body.</summary>
internal sealed class PrometheusRequest
{
    private const int MostMatches = 20;
    private const int MostListed = 100_000;

    private readonly Dictionary<string, StringValues> parameters = [];
    private readonly DateTimeOffset now;

    private PrometheusRequest(DateTimeOffset now) => this.now = now;

    /// <summary>Reads the parameters.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="names">The parameters there are; a name that ends with <c>*</c> may come several times.</param>
    /// <exception cref="QueryFault">There is another one, one twice, or the form cannot be read.</exception>
    public static async Task<PrometheusRequest> ReadAsync(HttpRequest request, DateTimeOffset now, string[] names)
    {
        var result = new PrometheusRequest(now);
        result.Take(request.Query, names);
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType)
            result.Take(await ReadFormAsync(request), names);
        return result;
    }

    /// <summary>The query.</summary>
    public QueryExpression Query => QueryParser.Read(Text("query") ?? throw QueryFault.BadData("The parameter query is needed."));

    /// <summary>The selectors of <c>match[]</c>.</summary>
    public IReadOnlyList<SelectorExpression> Matches => Values("match[]") is { Count: <= MostMatches } texts
        ? [.. texts.Select(text => QueryParser.ReadSelector(text ?? ""))]
        : throw QueryFault.BadData($"The parameter match[] comes at most {MostMatches} times.");

    /// <summary>How many names or series are wanted; 0 is all.</summary>
    public int Limit
    {
        get
        {
            if (Text("limit") is not { } text)
                return MostListed;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number == 0 ? MostListed : Math.Min(number, MostListed)
                : throw QueryFault.BadData("The parameter limit takes a whole number.");
        }
    }

    /// <summary>The only value of a parameter, or null.</summary>
    public string? Text(string name) => Values(name) is [{ } text] ? text : null;

    /// <summary>A moment in milliseconds since the epoch: seconds with decimals, or RFC 3339.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="isNeeded">Whether there is no answer without it; otherwise now is taken.</param>
    public long Milliseconds(string name, bool isNeeded)
    {
        if (Text(name) is not { } text)
            return isNeeded ? throw QueryFault.BadData($"The parameter {name} is needed.") : now.ToUnixTimeMilliseconds();
        if (Seconds(text) is { } seconds and >= 0 and < uint.MaxValue)
            return (long)Math.Round(seconds * 1_000);
        if (Moment.ReadRfc3339(text) is { } moment && moment.ToUnixTimeMilliseconds() is >= 0 and < uint.MaxValue * 1_000L and var milliseconds)
            return milliseconds;
        throw QueryFault.BadData($"The parameter {name} takes seconds since the epoch or RFC 3339, from 1970 to 2106.");
    }

    /// <summary>A length of time in milliseconds: seconds with decimals, or a duration such as <c>5m</c>.</summary>
    public long StepMilliseconds(string name)
    {
        var text = Text(name) ?? throw QueryFault.BadData($"The parameter {name} is needed.");
        if (Seconds(text) is { } seconds and > -1e9 and < 1e9)
            return (long)Math.Round(seconds * 1_000);
        // Who answers says what is wrong with a negative one.
        if (text is ['-', .. var rest] && QueryDuration.Milliseconds(rest) is { } negative)
            return -negative;
        return QueryDuration.Milliseconds(text)
            ?? throw QueryFault.BadData($"The parameter {name} takes seconds or a duration longer than zero, such as 15, 5m or 1h30m; found \"{ConfigValue.Printable(text)}\".");
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw QueryFault.BadData("The form in the body has too many fields, or too long ones.");
        }
    }

    private StringValues Values(string name) => parameters.GetValueOrDefault(name);

    private void Take(IEnumerable<KeyValuePair<string, StringValues>> given, string[] names)
    {
        foreach (var (name, values) in given)
        {
            var isSeveral = names.Contains(name + "*");
            if (!isSeveral && !names.Contains(name))
                throw QueryFault.BadData(QueryNames.Unknown(name, [.. names.Select(known => known.TrimEnd('*'))]));
            parameters[name] = StringValues.Concat(parameters.GetValueOrDefault(name), values);
            if (!isSeveral && parameters[name].Count > 1)
                throw QueryFault.BadData($"The parameter {name} comes {parameters[name].Count} times; it takes one value.");
        }
    }
}
