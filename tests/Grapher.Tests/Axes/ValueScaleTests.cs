using Metrics.Grapher.Axes;

namespace Metrics.Grapher.Tests.Axes;

public sealed class ValueScaleTests
{
    [Theory]
    [InlineData(4e6, 191e6, GraphUnit.BitsPerSecond, "Mb/s", "0 50 100 150 200")]
    [InlineData(0, 940e6, GraphUnit.BitsPerSecond, "Gb/s", "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 0, GraphUnit.BitsPerSecond, "kb/s", "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 0, GraphUnit.Count, "", "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(7, 7, GraphUnit.Count, "", "0 2 4 6 8")]
    [InlineData(0, 1_400, GraphUnit.Rpm, "rpm", "0 500 1\u2009000 1\u2009500")]
    [InlineData(-3, 4, GraphUnit.Celsius, "°C", "\u22125 0 5 10")]
    [InlineData(-12, -3, GraphUnit.Count, "", "\u221212.5 \u221210 \u22127.5 \u22125 \u22122.5 0")]
    [InlineData(0, 1e18, GraphUnit.Count, "E", "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 1e-6, GraphUnit.Count, "µ", "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 0.7, GraphUnit.Percent, "%", "0 1 2 3 4")]
    [InlineData(0, 41, GraphUnit.Percent, "%", "0 25 50 75 100")]
    [InlineData(0, 38, GraphUnit.Percent, "%", "0 10 20 30 40")]
    [InlineData(24, 69, GraphUnit.Celsius, "°C", "20 40 60 80")]
    [InlineData(53.9, 55.5, GraphUnit.Celsius, "°C", "45 50 55 60")]
    [InlineData(0, 31.2 * 1024 * 1024 * 1024, GraphUnit.Bytes, "GiB", "0 8 16 24 32")]
    [InlineData(0, 0.0008, GraphUnit.Seconds, "ms", "0 0.2 0.4 0.6 0.8")]
    [InlineData(0, 90, GraphUnit.Seconds, "s", "0 30 60 90")]
    [InlineData(0, 400_000, GraphUnit.Seconds, "d", "0 1 2 3 4 5")]
    [InlineData(0, 0.03, GraphUnit.Load, "", "0 0.2 0.4 0.6 0.8 1")]
    public void Steps_are_round_and_the_prefix_is_one(double lowest, double highest, GraphUnit unit, string symbol, string labels)
    {
        var scale = ValueScale.For(lowest, highest, unit, fromZero: unit != GraphUnit.Celsius, steps: 5);
        Assert.Equal(symbol, scale.Prefix.Symbol);
        Assert.Equal(labels, string.Join(' ', Enumerable.Range(0, scale.Steps + 1).Select(scale.Label)));
    }

    [Fact]
    public void Any_values_fit_their_scale_and_have_few_steps()
    {
        foreach (var unit in Enum.GetValues<GraphUnit>())
            for (var exponent = -9; exponent <= 18; exponent++)
                foreach (var mantissa in (double[])[1, 1.01, 1.9, 2.5, 3.33, 4.99, 5, 7.7, 9.99, 9.9999])
                    foreach (var low in (double[])[0, -0.4, 0.3])
                    {
                        var high = mantissa * Math.Pow(10, exponent);
                        var scale = ValueScale.For(low * high, high, unit, fromZero: true, steps: 5);
                        // Layers of percent may sum up to a little over 100; the axis stays.
                        Assert.InRange(unit == GraphUnit.Percent ? high / 1.02 : high, scale.Low, scale.High + 1e-8 * scale.Step);
                        Assert.True(scale.Low <= low * high + 1e-8 * scale.Step, $"{unit} {low * high}: begins at {scale.Low}.");
                        Assert.InRange(scale.Steps, 1, 5);
                    }
    }

    [Fact]
    public void Without_values_there_is_still_a_scale()
    {
        var scale = ValueScale.For(double.NaN, double.NaN, GraphUnit.Celsius, fromZero: false, steps: 5);
        Assert.True(scale.High > scale.Low);
    }
}
