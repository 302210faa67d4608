using System.Globalization;
using System.Reflection;
using Metrics.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Metrics.Web.Serving;

/// <summary>An answer that says no, and why: problem details (RFC 9457) for programs, a page for people.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What is wrong and what would be right, as one or two sentences for people.</param>
public sealed record Refusal(int Status, string Detail) : IResult, IEndpointMetadataProvider
{
    /// <summary>A request that is wrong in itself.</summary>
    public static Refusal BadRequest(string detail) => new(StatusCodes.Status400BadRequest, detail);

    /// <summary>Something that there is not.</summary>
    public static Refusal NotFound(string detail) => new(StatusCodes.Status404NotFound, detail);

    /// <summary>A request that comes too soon after others.</summary>
    public static Refusal TooSoon(TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return new(StatusCodes.Status429TooManyRequests, $"There were too many attempts. Try again in {Words.Span(seconds)}.") { RetryAfterSeconds = seconds };
    }

    /// <summary>When to try again; null: that would not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        httpContext.Response.Headers.CacheControl = "no-store";
        if (WantsPage(httpContext.Request))
            await new RazorComponentResult<RefusalPage>(new { Refusal = this, Request = httpContext.Request }) { StatusCode = Status }.ExecuteAsync(httpContext);
        else
            await TypedResults.Problem(new ProblemDetails { Status = Status, Title = Title, Detail = Detail }).ExecuteAsync(httpContext);
    }

    /// <summary>The status in words.</summary>
    public string Title => ReasonPhrases.GetReasonPhrase(Status) is { Length: > 0 } phrase ? phrase : $"Status {Status}";

    /// <summary>Answers a request whose handler threw; the exception is in the log and nowhere else.</summary>
    public static Task AnswerFailureAsync(HttpContext context) =>
        new Refusal(StatusCodes.Status500InternalServerError, "Something went wrong here. The log of the server says what.").ExecuteAsync(context);

    /// <summary>Answers a request that ended with a bare status.</summary>
    public static Task AnswerStatusAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return new Refusal(status, status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this address.",
            StatusCodes.Status405MethodNotAllowed => $"This address does not take {context.Request.Method}.",
            StatusCodes.Status400BadRequest when context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } =>
                "The form is too old, or it is not one of this server. Load its page again.",
            StatusCodes.Status400BadRequest => "The request could not be understood.",
            _ => ReasonPhrases.GetReasonPhrase(status) + ".",
        }).ExecuteAsync(context);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ProblemDetails), ["application/problem+json"]));

    /// <summary>Whether a person asks, with a browser.</summary>
    public static bool WantsPage(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
