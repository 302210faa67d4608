namespace Metrics.Web.Pages;

/// <summary>Marks the pages that many look at, and often.</summary>
internal static class KeptPages
{
    /// <summary>Gives the page an <c>ETag</c>, answers 304 where it still holds, and makes it once for all who would get the same. Filters
    /// before this one ask who may see it; nothing of the page itself may depend on more than <see cref="PageAnswers"/> knows of. That is the name of who is signed in and not his role: a
    /// page for one role only has to be closed to the others by such a filter.</summary>
    public static RouteHandlerBuilder IsKept(this RouteHandlerBuilder builder) => builder.AddEndpointFilter(
        static (call, next) => call.HttpContext.RequestServices.GetRequiredService<PageAnswers>().AnswerAsync(call, next));
}
