using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Metrics.Grapher.Tests.Pictures;

public sealed class SvgPictureTests
{
    private const int MostCompressedBytes = 6 * 1024;

    public static TheoryData<string> Every => [.. Scenes.Names];

    [Theory, MemberData(nameof(Every))]
    public void Panel_is_the_golden_one_and_small(string scene)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build(scene, host);
        var svg = host.Renderer.Svg(definition, range, new(620, 200, GraphTheme.Auto, Legend: false));
        Golden.Text(scene, ".svg", svg);
        Assert.NotNull(XDocument.Parse(Encoding.UTF8.GetString(svg)).Root);
        var inline = host.Renderer.Svg(definition, range, new(620, 200, GraphTheme.Auto, Legend: false) { Inline = true });
        Assert.InRange(Compressed(inline), 1, MostCompressedBytes);
    }

    [Fact]
    public void A_page_gives_its_own_style_to_inline_graphs()
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build("traffic", host);
        var svg = Encoding.UTF8.GetString(host.Renderer.Svg(definition, range, new(620, 200, GraphTheme.Auto, Legend: false) { Inline = true }));
        Assert.DoesNotContain("<style", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", svg, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme", GraphRenderer.StyleSheet, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_names_is_escaped_and_forbidden_characters_are_replaced()
    {
        const string hostile = "</text><script>alert('1 & \"2\"')</script>\u0001\uFFFF";
        using var host = new SampleHost();
        var name = host.Add("x", TimeSpan.FromHours(31), 10, h => 5 + Math.Sin(h));
        var definition = new GraphDefinition("a\"><b", "other", hostile, GraphUnit.Count, [new(name, hostile, SeriesColour.Blue, SeriesShape.Line)])
        {
            Thresholds = [new(5, hostile, ThresholdLevel.Warning)],
        };
        var svg = Encoding.UTF8.GetString(host.Renderer.Svg(definition, GraphRange.Day, new(620, 200, Title: true)));
        var elements = XDocument.Parse(svg).Descendants().Select(e => e.Name.LocalName).Distinct();
        Assert.DoesNotContain("script", elements);
        Assert.DoesNotContain("b", elements);
        Assert.Contains("&lt;/text&gt;&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)", svg, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', svg);
    }

    private static int Compressed(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(bytes);
        return (int)packed.Length;
    }
}
