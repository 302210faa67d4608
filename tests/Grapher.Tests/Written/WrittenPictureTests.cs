using Metrics.Grapher.Tests.Pictures;

namespace Metrics.Grapher.Tests.Written;

public sealed class WrittenPictureTests
{
    public static TheoryData<string, GraphTheme> Every =>
        [.. WrittenScenes.Names.SelectMany(n => new[] { GraphTheme.Light, GraphTheme.Dark }.Select(t => ((string)n.Data, t)))];

    [Theory, MemberData(nameof(Every))]
    public void A_text_of_RRDtool_looks_like_the_golden_picture(string scene, GraphTheme theme)
    {
        using var host = new SampleHost();
        var (definition, range) = WrittenScenes.Build(scene, host);
        var options = host.Renderer.Around(definition, range) with { Theme = theme };

        Golden.Png($"rrd-{scene}-{theme}".ToLowerInvariant(), host.Renderer.Png(definition, range, options));
        Golden.Text($"rrd-{scene}-{theme}".ToLowerInvariant(), ".svg", host.Renderer.Svg(definition, range, options));
    }
}
