namespace Metrics.Grapher.Tests.Pictures;

/// <summary>A server that draws for everybody must not leave more for the garbage collector than what it sends.</summary>
public sealed class AllocationTests
{
    private const int Step = 300;

    /// <summary>The pictures of the benchmark: MRTG's day, ten series, and a year, whose file is the smallest.</summary>
    [Theory]
    [InlineData(2, 600, 597, 217), InlineData(10, 1_600, 1_697, 682), InlineData(2, 105_120, 597, 217)]
    public void A_picture_takes_at_most_twice_the_memory_of_its_file(int series, int rows, int width, int height)
    {
        using var host = new SampleHost();
        var definition = new GraphDefinition("traffic", "network", "Traffic", GraphUnit.BitsPerSecond,
        [
            .. Enumerable.Range(0, series).Select(s => new GraphSeries(
                host.Add($"s{s}", TimeSpan.FromSeconds((rows - 1L) * Step), Step, h => Value(s, h)), $"Series {s}", (SeriesColour)(s % 7),
                s == 0 ? SeriesShape.Area : SeriesShape.Line)),
        ]);
        // Two in a window of each class, and those of the open windows.
        host.Settle(mostChunks: 2 * rows / 512 + 100);
        var range = new GraphRange("custom", TimeSpan.FromSeconds((long)rows * Step), host.Time.GetUtcNow());
        var options = new PictureOptions(width, height);

        AtMostTwice("PNG", () => host.Renderer.Png(definition, range, options));
        AtMostTwice("SVG", () => host.Renderer.Svg(definition, range, options));
    }

    private static void AtMostTwice(string format, Func<byte[]> draw)
    {
        // The first pictures of a thread make what the later ones use again. What they leave for others another test may take meanwhile.
        var (size, least) = (0, long.MaxValue);
        for (var i = 0; i < 10; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            size = draw().Length;
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.True(least <= 2 * size, $"{format}: {least:N0} bytes for a file of {size:N0}.");
    }

    private static double Value(int series, double hours) =>
        1e6 * (60 + 10 * series + 40 * Math.Sin(hours / 5 + series) + 12 * SampleHost.Noise(hours, series));
}
