using System.Globalization;
using Metrics.Grapher;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;

namespace Metrics.Web.Embeds;

/// <summary>Tells other programs how to show a graph of ours when somebody pastes its address: https://oembed.com.</summary>
internal static class OEmbedEndpoints
{
    private const int PhotoWidth = 620, PhotoHeight = 200, FrameWidth = 660, FrameHeight = 310, LeastWidth = 120, LeastHeight = 24;

    /// <summary>What its address takes.</summary>
    public static readonly string[] Parameters = ["url", "maxwidth", "maxheight", "format"];

    /// <summary>Maps <c>/oembed</c>.</summary>
    public static void MapOEmbed(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/oembed", Get).TakesQuery(Parameters).WithTags("Graphs")
            .WithSummary("How to show a graph on another page, as oEmbed.")
            .WithDescription("url: the address of a graph here: /g/{graph}, /g/{graph}/{range} or /embed/{graph}/{range} for a frame, where pages of others may frame it, /g/{graph}/{range}.png, .svg or .webp for a picture. "
                + "maxwidth, maxheight: CSS pixels. format: json.")
            .Produces<OEmbed>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status501NotImplemented);

    private static IResult Get(HttpRequest request, GraphCatalog graphs, ServerOptions server) =>
        Answer(request, server.Title, "", canFrame: false, (name, _) => graphs.Find(name));

    /// <summary>The answer about an address of this server.</summary>
    /// <param name="request">The request, whose parameters have been looked through.</param>
    /// <param name="provider">Whose the graphs are.</param>
    /// <param name="tree">What the address has to be below: nothing, or the root of a share such as <c>s/TOKEN/</c>.</param>
    /// <param name="canFrame">Whether pages of others may show it in a frame; else the answer about a page is its picture.</param>
    /// <param name="find">The graph of a name, if it is there over the range and whoever asks may see it.</param>
    public static IResult Answer(HttpRequest request, string provider, string tree, bool canFrame, Func<string, GraphRange, GraphDefinition?> find)
    {
        var query = request.Query;
        if (query["format"] is [not "json"])
            return new Refusal(StatusCodes.Status501NotImplemented, "The parameter format takes json.");
        if (Pixels(query["maxwidth"], LeastWidth) is not { } width)
            return Refusal.BadRequest($"The parameter maxwidth takes a whole number, at least {LeastWidth}.");
        if (Pixels(query["maxheight"], LeastHeight) is not { } height)
            return Refusal.BadRequest($"The parameter maxheight takes a whole number, at least {LeastHeight}.");
        if (OwnPath(request, query["url"]) is not var (root, path))
            return Refusal.NotFound("The parameter url takes an address of this server, with http or https.");
        if (!path.StartsWith(tree, StringComparison.Ordinal) || Read(path[tree.Length..]) is not var (name, range, extension) || find(name, range) is not { } graph)
            return Refusal.NotFound("There is no graph at that address.");
        var place = $"{root}/{tree}";
        if (!canFrame)
            extension ??= "png";
        return TypedResults.Ok(extension is null
            ? OEmbed.Frame($"{place}embed/{Uri.EscapeDataString(name)}/{range.Name}", graph.Title, provider, Math.Min(width, FrameWidth), Math.Min(height, FrameHeight))
            : OEmbed.Photo($"{place}g/{Uri.EscapeDataString(name)}/{range.Name}.{extension}", graph.Title, provider, Math.Min(width, PhotoWidth), Math.Min(height, PhotoHeight)));
    }

    /// <summary>Root and rest of an address of ours. The host is that of the request, which is one of our names: others have been refused.</summary>
    private static (string Root, string Path)? OwnPath(HttpRequest request, string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.UserInfo.Length > 0
            || !Uri.TryCreate($"{address.Scheme}://{request.Host.ToUriComponent()}/", UriKind.Absolute, out var own)
            || Uri.Compare(address, own, UriComponents.HostAndPort, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            return null;
        var root = request.PathBase.ToUriComponent();
        return address.AbsolutePath.StartsWith(root + "/", StringComparison.Ordinal)
            ? ($"{address.Scheme}://{own.Authority}{root}", address.AbsolutePath[(root.Length + 1)..])
            : null;
    }

    /// <summary>Graph, range and, for a picture, ending of an address.</summary>
    private static (string Graph, GraphRange Range, string? Extension)? Read(string path)
    {
        var parts = path.Split('/').Select(Uri.UnescapeDataString).ToArray();
        if (parts is ["g", var alone])
            return (alone, GraphRange.Day, null);
        if (parts is not ["g" or "embed", var graph, var last])
            return null;
        if (GraphRange.Find(last) is { } range)
            return (graph, range, null);
        return parts[0] == "g" && last.LastIndexOf('.') is var dot and > 0 && last[(dot + 1)..] is "png" or "svg" or "webp" && GraphRange.Find(last[..dot]) is { } pictured
            ? (graph, pictured, last[(dot + 1)..])
            : null;
    }

    private static int? Pixels(string? text, int least) =>
        text is null ? int.MaxValue
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
        : null;
}
