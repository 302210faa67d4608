using System.Numerics;
using Metrics.Grapher.Layout;

namespace Metrics.Grapher.Tests.Layout;

public sealed class CurveReducerTests
{
    [Fact]
    public void Every_dropped_point_is_within_the_tolerance_of_the_line_that_is_left()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var points = Enumerable.Range(0, 400).Select(i => new Vector2(
                i * 1.4f, (float)(80 + 30 * SampleHost.Wander(i, seed, 17) + seed % 5 * SampleHost.Noise(i, seed)))).ToArray();
            Vector2[] kept = [.. points];
            kept = kept[..CurveReducer.Reduce(kept)];
            Assert.Equal(points[0], kept[0]);
            Assert.Equal(points[^1], kept[^1]);
            foreach (var point in points)
            {
                var right = Array.FindIndex(kept, k => k.X >= point.X);
                var (a, b) = (kept[Math.Max(0, right - 1)], kept[right]);
                var y = a.X == b.X ? a.Y : a.Y + (b.Y - a.Y) * (point.X - a.X) / (b.X - a.X);
                Assert.InRange(point.Y - y, -CurveReducer.Tolerance - 0.01f, CurveReducer.Tolerance + 0.01f);
            }
        }
    }

    [Fact]
    public void A_straight_line_keeps_its_ends() =>
        Assert.Equal(2, CurveReducer.Reduce((Vector2[])[.. Enumerable.Range(0, 100).Select(i => new Vector2(i, 5 + 0.5f * i))]));
}
