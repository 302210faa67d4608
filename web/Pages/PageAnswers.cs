using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Serving;
using Metrics.Web.Shares;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Metrics.Web.Pages;

/// <summary>Gives a page again as long as it would be the same. Who may see it has been asked before, with each request.</summary>
internal sealed class PageAnswers(
    AnswerCache answers, DrawingTurns turns, RoundRobinStore store, GraphCatalog graphs, IOptions<CollectorOptions> collecting, TimeProvider time, ILoggerFactory loggers)
{
    private const string ContentType = "text/html; charset=utf-8";

    /// <summary>Bytes of a hash that stand in the validator; nobody else's page has the same by accident.</summary>
    private const int TagBytes = 12;

    /// <summary>Answers with 304, with the page of before, or with what the endpoint makes.</summary>
    public async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        var key = Key(context);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, TagBytes))}\"", isWeak: true);
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            Mark(context.Response, tag);
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }
        object? other = null;
        var page = await answers.GetAsync(key, async () =>
        {
            // A page draws its graphs itself.
            using var turn = await turns.TakeAsync(context.RequestAborted);
            other = turn.IsAcquired ? await next(call) : DrawingTurns.Refused;
            return other is RazorComponentResult { StatusCode: null or StatusCodes.Status200OK } made ? await RenderAsync(context.RequestServices, made) : null;
        }, context.RequestAborted);
        if (page is null)
            // What is no page is for its own request alone; who waited for another's asks himself.
            return other ?? await AnswerAsync(call, next);
        Mark(context.Response, tag);
        return page;
    }

    /// <summary>All that a page depends on. What only the clock changes may be as old as the time between two readings.</summary>
    private string Key(HttpContext context)
    {
        var (request, step) = (context.Request, (long)collecting.Value.Step.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture,
            $"page\n{graphs.Version}\n{store.Version}\n{time.GetUtcNow().ToUnixTimeSeconds() / step}\n{context.User.Identity?.Name}\n{context.Features.Get<ShareVisit>()?.Share.Id}\n"
            + $"{request.Scheme}\n{request.Host.ToUriComponent()}\n{request.PathBase.ToUriComponent()}\n{request.Path.ToUriComponent()}\n{request.QueryString.ToUriComponent()}");
    }

    /// <summary>It may be kept by the reader's own browser, which has to ask each time whether it still holds.</summary>
    private static void Mark(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.GetTypedHeaders().ETag = tag;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.CacheControl = "private, no-cache";
    }

    private async Task<Answer> RenderAsync(IServiceProvider services, RazorComponentResult page)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync(page.ComponentType, ParameterView.FromDictionary(page.Parameters.ToDictionary()));
            using var html = new Utf8Writer();
            root.WriteHtmlTo(html);
            return new Answer(html.ToArray(), ContentType);
        });
    }
}
