using Metrics.Web.Serving;

namespace Metrics.Web.Domains;

/// <summary>Answers of endpoints that read what was counted.</summary>
internal static class UsageFaults
{
    /// <summary>Has endpoints answer with 503, and why, while the usage cannot be read.</summary>
    public static T RefusesUnreadableUsage<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.AddEndpointFilter(async (call, next) =>
    {
        try
        {
            return await next(call);
        }
        catch (IOException e)
        {
            return new Refusal(StatusCodes.Status503ServiceUnavailable, $"What was counted cannot be read: {e.Message}");
        }
    });
}
