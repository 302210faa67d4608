namespace Metrics.Grapher.Tests;

public sealed class ValueFormatTests
{
    [Theory]
    [InlineData(169e6, GraphUnit.BitsPerSecond, "169 Mb/s")]
    [InlineData(52.96e6, GraphUnit.BitsPerSecond, "53.0 Mb/s")]
    [InlineData(999.6e3, GraphUnit.BitsPerSecond, "1.00 Mb/s")]
    [InlineData(0, GraphUnit.BitsPerSecond, "0 b/s")]
    [InlineData(2.43e6, GraphUnit.BytesPerSecond, "2.43 MB/s")]
    [InlineData(1.18e12, GraphUnit.Traffic, "1.18 TB")]
    [InlineData(8.45 * 1024 * 1024 * 1024, GraphUnit.Bytes, "8.45 GiB")]
    [InlineData(1_010.0 * 1024 * 1024, GraphUnit.Bytes, "0.99 GiB")]
    [InlineData(54.4, GraphUnit.Celsius, "54 °C")]
    [InlineData(37.44, GraphUnit.Celsius, "37.4 °C")]
    [InlineData(-0.04, GraphUnit.Celsius, "0.0 °C")]
    [InlineData(-12.34, GraphUnit.Celsius, "\u221212.3 °C")]
    [InlineData(2.264, GraphUnit.Load, "2.26")]
    [InlineData(35.4, GraphUnit.Percent, "35 %")]
    [InlineData(7.44, GraphUnit.Percent, "7.4 %")]
    [InlineData(0, GraphUnit.Percent, "0 %")]
    [InlineData(1_350, GraphUnit.Rpm, "1\u2009350 rpm")]
    [InlineData(2_946, GraphUnit.Count, "2\u2009946")]
    [InlineData(7, GraphUnit.Count, "7")]
    [InlineData(6.9, GraphUnit.Count, "6.90")]
    [InlineData(1_234_567, GraphUnit.Count, "1.23 M")]
    [InlineData(1e-6, GraphUnit.PerSecond, "1.00 µ/s")]
    [InlineData(12.1, GraphUnit.Volts, "12.1 V")]
    [InlineData(0.912, GraphUnit.Volts, "912 mV")]
    [InlineData(0.000081, GraphUnit.Seconds, "0.081 ms")]
    [InlineData(0.00124, GraphUnit.Seconds, "1.24 ms")]
    [InlineData(150, GraphUnit.Seconds, "2.50 min")]
    [InlineData(41 * 86_400.0, GraphUnit.Seconds, "41.0 d")]
    [InlineData(double.NaN, GraphUnit.Celsius, "no data")]
    [InlineData(double.PositiveInfinity, GraphUnit.Celsius, "∞ °C")]
    public void Numbers_have_three_digits_and_one_prefix(double value, GraphUnit unit, string expected) =>
        Assert.Equal(expected, ValueFormat.Format(value, unit).Replace('\u00A0', ' '));

    [Fact]
    public void A_number_beside_another_of_the_same_prefix_needs_no_unit()
    {
        Assert.Equal("87.4", ValueFormat.Like(87.4e6, GraphUnit.BitsPerSecond, 169e6));
        Assert.Equal("9.49\u00A0kb/s", ValueFormat.Like(9.49e3, GraphUnit.BitsPerSecond, 169e6));
    }
}
