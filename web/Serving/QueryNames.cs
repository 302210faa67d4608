using Metrics.Grapher;
using Metrics.Web.Configuration;

namespace Metrics.Web.Serving;

/// <summary>Says which query parameters an address has. Others are an error: a mistyped name would otherwise be ignored in silence.</summary>
internal static class QueryNames
{
    /// <summary>Refuses requests with other parameters than these, or with one of them twice.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="names">The parameters it takes; a name that ends with <c>*</c> may come several times.</param>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder builder, params string[] names)
    {
        var once = names.Where(name => !name.EndsWith('*')).ToHashSet(StringComparer.Ordinal);
        var several = names.Where(name => name.EndsWith('*')).Select(name => name[..^1]).ToHashSet(StringComparer.Ordinal);
        return builder.AddEndpointFilter(async (context, next) =>
        {
            foreach (var (name, values) in context.HttpContext.Request.Query)
            {
                if (several.Contains(name))
                    continue;
                if (!once.Contains(name))
                    return Refusal.BadRequest(Unknown(name, [.. once, .. several]));
                if (values.Count > 1)
                    return Refusal.BadRequest($"The parameter {name} comes {values.Count} times; it takes one value.");
            }
            return await next(context);
        });
    }

    /// <summary>Says that there is no such parameter, and which there are.</summary>
    internal static string Unknown(string name, IReadOnlyCollection<string> known)
    {
        var shown = ConfigValue.Printable(name.Length > 40 ? name[..40] + "…" : name);
        if (known.Count == 0)
            return $"There is no parameter \"{shown}\" here; this address takes none.";
        return NearestName.Of(name, known) is { } near
            ? $"There is no parameter \"{shown}\" here; did you mean \"{near}\"?"
            : $"There is no parameter \"{shown}\" here; there are {string.Join(", ", known)}.";
    }
}
