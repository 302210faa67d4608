using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;

namespace Metrics.Web.Embeds;

/// <summary>An answer of <c>/oembed</c>: https://oembed.com, section 2.3.4.</summary>
internal sealed record OEmbed
{
    /// <summary>The version of the format.</summary>
    public string Version { get; } = "1.0";

    /// <summary><c>photo</c> or <c>rich</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What is shown.</summary>
    public required string Title { get; init; }

    /// <summary>Whose it is.</summary>
    [JsonPropertyName("provider_name")]
    public required string ProviderName { get; init; }

    /// <summary>How long the answer may be kept, in seconds.</summary>
    [JsonPropertyName("cache_age")]
    public int CacheAge { get; } = 86_400;

    /// <summary>Width in CSS pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in CSS pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The address of a photo; null otherwise.</summary>
    public string? Url { get; init; }

    /// <summary>The frame of a rich answer; null otherwise.</summary>
    public string? Html { get; init; }

    /// <summary>A frame around a page.</summary>
    public static OEmbed Frame(string address, string title, string provider, int width, int height) => new()
    {
        Type = "rich",
        Title = title,
        ProviderName = provider,
        Width = width,
        Height = height,
        Html = string.Create(CultureInfo.InvariantCulture,
            $"<iframe src=\"{WebUtility.HtmlEncode(address)}\" width=\"{width}\" height=\"{height}\" title=\"{WebUtility.HtmlEncode(title)}\" frameborder=\"0\"></iframe>"),
    };

    /// <summary>A picture of the size that its address asks for.</summary>
    public static OEmbed Photo(string address, string title, string provider, int width, int height) => new()
    {
        Type = "photo",
        Title = title,
        ProviderName = provider,
        Width = width,
        Height = height,
        Url = string.Create(CultureInfo.InvariantCulture, $"{address}?w={width}&h={height}"),
    };
}
