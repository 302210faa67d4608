namespace Metrics.Grapher.Tests.Pictures;

public sealed class PngPictureTests
{
    public static TheoryData<string, GraphTheme> Every => [.. Scenes.Names.SelectMany(n => new[] { GraphTheme.Light, GraphTheme.Dark }.Select(t => (n, t)))];

    [Theory, MemberData(nameof(Every))]
    public void Panel_looks_like_the_golden_one(string scene, GraphTheme theme)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build(scene, host);
        Golden.Png($"{scene}-{theme}".ToLowerInvariant(), host.Renderer.Png(definition, range, new(620, 200, theme, Legend: false)));
    }

    [Theory, InlineData("traffic", 344, 176, 2), InlineData("traffic", 900, 250, 1), InlineData("temperatures", 344, 176, 2), InlineData("load", 200, 30, 2)]
    [InlineData("happenings", 900, 300, 1), InlineData("happenings", 344, 240, 2)]
    public void Other_sizes_look_like_the_golden_ones(string scene, int width, int height, int scale)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build(scene, host);
        Golden.Png($"{scene}-{width}x{height}", host.Renderer.Png(definition, range, new(width, height, Scale: scale, Title: height > 100)));
    }

    [Theory, MemberData(nameof(Sparklines))]
    public void Sparklines_look_like_the_golden_ones(string scene, int width, int height, GraphTheme theme)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build(scene, host);
        Golden.Png($"spark-{scene}-{theme}".ToLowerInvariant(), host.Renderer.Png(definition, range, new(width, height, theme, 2)));
    }

    public static TheoryData<string, int, int, GraphTheme> Sparklines =>
    [
        ("load", 200, 30, GraphTheme.Light), ("load", 200, 30, GraphTheme.Dark),
        ("temperatures", 120, 24, GraphTheme.Light), ("temperatures", 120, 24, GraphTheme.Dark),
    ];
}
