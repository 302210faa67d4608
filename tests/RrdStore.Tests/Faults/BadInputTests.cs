using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>What nobody should ask of a store: each is refused, and the message names the value and the limit.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData(null, "empty"), InlineData("", "1 to 255 bytes"), InlineData(" a", "white space"), InlineData("a\t", "white space")]
    [InlineData("a\nb", "U+000A at position 2"), InlineData("a\0", "U+0000"), InlineData("\u009b1m", "U+009B")]
    public void A_name_that_cannot_be_is_refused(string? text, string expected)
    {
        Assert.False(SeriesName.TryParse(text, out var name, out var fault));
        Assert.Equal("", name.Value);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(fault!, char.IsControl);
    }

    // As numbers: half a pair does not survive the way of test data, which is UTF-8.
    [Theory, InlineData('a', 0xD800, 2), InlineData(0xDC00, 'a', 1), InlineData(0xD800, 0xD800, 1)]
    public void A_name_of_half_surrogates_is_refused(int first, int second, int position)
    {
        Assert.False(SeriesName.TryParse($"{(char)first}{(char)second}", out _, out var fault));
        Assert.Contains($"not valid Unicode at position {position}", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(fault!, char.IsSurrogate);
    }

    [Theory, InlineData('a', 255), InlineData('é', 127), InlineData('あ', 85)]
    public void A_name_is_measured_in_bytes_of_utf8(char letter, int most)
    {
        Assert.True(SeriesName.TryParse(new string(letter, most), out _, out _));
        Assert.False(SeriesName.TryParse(new string(letter, most + 1), out _, out var fault));
        Assert.Contains("255 bytes", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 30, 1, 10, 0.5, "1 to 86,400"), InlineData(86_401, 30, 1, 10, 0.5, "1 to 86,400"), InlineData(10, 0, 1, 10, 0.5, "at least 1 second")]
    [InlineData(10, 30, 0, 10, 0.5, "1 to 67,108,863 steps"), InlineData(10, 30, 1, 0, 0.5, "at least 1 row"), InlineData(10, 30, 1, 10, 1.0, "not including, 1")]
    [InlineData(10, 30, 1, 10, -0.1, "from 0"), InlineData(10, 30, 1, 10, double.NaN, "from 0")]
    [InlineData(60, 30, 100_000, 1_000_000, 0.5, "1,000 years"), InlineData(16, 30, (1 << 26) - 1, 1 << 30, 0.5, "1,000 years")]
    [InlineData(86_400, 30, 30_000, 1, 0.5, "2147483647 seconds"), InlineData(1, 30, 1 << 26, 1, 0.5, "1 to 67,108,863 steps")]
    public void A_schema_that_contradicts_itself_is_refused(int step, int heartbeat, int stepsPerRow, int rows, double xff, string expected) =>
        Assert.Contains(
            expected, Assert.ThrowsAny<ArgumentException>(() => new Schema(step, heartbeat, new ArchiveDefinition(Average, stepsPerRow, rows, xff))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_schema_without_archives_or_with_one_twice_is_refused()
    {
        Assert.Contains("at least one archive", Assert.Throws<ArgumentException>(() => new Schema(10, 30)).Message, StringComparison.Ordinal);
        var twice = Assert.Throws<ArgumentException>(() => new Schema(10, 30, new ArchiveDefinition(Last, 6, 10), new ArchiveDefinition(Last, 6, 20)));
        Assert.Contains("Archives 1 and 2 both keep Last", twice.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(1, 1), InlineData(2, 1), InlineData(double.NegativeInfinity, 1), InlineData(1, double.PositiveInfinity)]
    public void Limits_that_leave_nothing_are_refused(double minimum, double maximum) =>
        Assert.Throws<ArgumentException>(() => new DataSource(DataSourceType.Gauge, minimum, maximum));

    [Theory]
    [InlineData(DataSourceType.Gauge, double.PositiveInfinity, false), InlineData(DataSourceType.Gauge, double.NegativeInfinity, false)]
    [InlineData(DataSourceType.Gauge, double.NaN, true), InlineData(DataSourceType.Gauge, -1.5, true)]
    [InlineData(DataSourceType.Counter, -1, false), InlineData(DataSourceType.Derive, -1, false), InlineData(DataSourceType.Counter, double.NaN, true)]
    [InlineData(DataSourceType.DCounter, double.PositiveInfinity, false), InlineData(DataSourceType.Absolute, double.NegativeInfinity, false)]
    public void A_reading_of_no_use_is_counted_and_changes_nothing(DataSourceType type, double value, bool isTaken)
    {
        using var directory = new Storage.StoreDirectory();
        using var store = directory.Open();
        var id = store.Define(new SeriesDefinition(
            SeriesName.Parse("a"), new DataSource(type), new Schema(10, 30, new ArchiveDefinition(Average, 1, 10)), new SeriesMetadata("1"))).Id;
        var result = store.Append([Reading.Of(id, 1_000_000_000_000_000, value)]);
        Assert.Equal(isTaken ? new AppendResult(1, 0, 0, 0) : new AppendResult(0, 0, 0, 1), result);
        Assert.Equal(isTaken ? 0 : 1, store.Health.InvalidReadings);
    }
}
