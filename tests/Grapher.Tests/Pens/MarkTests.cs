using System.Numerics;
using System.Text;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Palette;
using Metrics.Grapher.Pens;

namespace Metrics.Grapher.Tests.Pens;

/// <summary>What a layout can be made of, every pen can draw.</summary>
public sealed class MarkTests
{
    private static readonly Vector2[] Above = [new(10, 20), new(40, 12), new(90, 30)], Below = [new(10, 50), new(90, 50)];

    private static readonly Mark[] OneOfEach =
    [
        new Fill(new(10, 10, 90, 50), Token.Grid),
        new Hatch(new(20, 10, 40, 50)),
        new Rule(new(10, 30.5f), new(90, 30.5f), Token.Warning, RuleStyle.Dashed),
        new Curve(Above, Token.Blue, 1.7f),
        new Region(Above, Below, Token.Green, Wash.Area),
        new Dot(new(50, 30), 2.8f, Token.Blue),
        new Ring(new(60, 30), 3.2f),
        new Beyond(new(70, 10)),
        new Tile(new(20, 20, 30, 30), Token.Orange),
        LabelSpace.Make("one", 10, 58, Anchor.Start, TextStyle.Note),
        new Phrase(LabelSpace.Make("191 Mb/s", 10, 20, Anchor.Start, TextStyle.Peak),
            LabelSpace.Make("16:20", 60, 20, Anchor.Start, TextStyle.PeakTime), Anchor.Start),
    ];

    [Fact]
    public void There_is_one_of_each_here()
    {
        var kinds = typeof(Mark).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Mark))).Select(t => t.Name);
        Assert.Equal(kinds.Order(StringComparer.Ordinal), OneOfEach.Select(m => m.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_is_seen_in_a_bitmap()
    {
        var empty = PngPen.Draw(Picture(), Options);
        Assert.All(OneOfEach, mark => Assert.NotEqual(empty, PngPen.Draw(Picture(mark), Options)));
    }

    [Fact]
    public void Each_is_an_element_of_an_svg()
    {
        var empty = Svg();
        Assert.All(OneOfEach, mark => Assert.True(Svg(mark).Length > empty.Length));

        static string Svg(params Mark[] marks) =>
            Encoding.UTF8.GetString(SvgPen.Draw(Picture(marks), GraphTheme.Light, inline: true, ground: false, "x", "x", "x"));
    }

    [Fact]
    public void Each_is_in_a_pdf()
    {
        var empty = Pdf();
        Assert.All(OneOfEach, mark => Assert.NotEqual(empty, Pdf(mark)));

        static byte[] Pdf(params Mark[] marks) => PdfPen.Draw(Picture(marks), Options, "x", "x", DateTimeOffset.UnixEpoch);
    }

    private static PictureOptions Options => new(120, 64, GraphTheme.Light);

    private static GraphLayout Picture(params Mark[] marks) => new(120, 64, new(10, 10, 90, 50), marks);
}
