using System.Text;
using Metrics.Analyzers.Tailing;

namespace Metrics.Analyzers.Tests.Tailing;

public sealed class UnknownShapesTests
{
    private readonly UnknownShapes shapes = new();

    [Fact]
    public void Lines_that_differ_in_numbers_have_one_shape()
    {
        shapes.Add("Nov 23 00:11:48 web01 x[12]: y 7"u8);
        shapes.Add("Nov  3 00:11:09 web01 x[345]: y 0"u8);
        shapes.Add("Nov 24 10:01:48 web01 x[1]: y 99"u8);
        Assert.Equal([new LogShape("Nov 0 0:0:0 web0 x[0]: y 0", 2), new LogShape("Nov  0 0:0:0 web0 x[0]: y 0", 1)], shapes.All);
    }

    [Fact]
    public void A_flood_of_shapes_and_bytes_that_are_no_text_stay_harmless()
    {
        shapes.Add([27, (byte)'[', (byte)'2', (byte)'J', 0, 255]);
        Assert.Equal("?[0J??", shapes.All[0].Text);
        for (var i = 0; i < 10_000; i++)
            shapes.Add(Encoding.ASCII.GetBytes(new string((char)('a' + (i % 26)), 1 + (i / 26))));
        Assert.Equal(UnknownShapes.Most, shapes.All.Count);
        Assert.All(shapes.All, shape => Assert.True(shape.Text.Length <= 100));
    }
}
