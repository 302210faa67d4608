using Metrics.RrdStore;
using Metrics.Web.Prometheus;

namespace Metrics.Web.Tests.Prometheus;

/// <summary>A series that counts: the row that ends at Start + 10 n has the value n, for n from 1 to 60. Its maxima are kept of a minute
/// only, as the collector's are.</summary>
public sealed class SeriesRowsTests : IDisposable
{
    private const long Start = 1_700_000_400;

    private readonly TemporaryDirectory directory = new();
    private readonly RoundRobinStore store;
    private readonly SeriesInfo series;

    public SeriesRowsTests()
    {
        store = RoundRobinStore.Open(directory["data"]);
        var schema = new Schema(10, 30, new ArchiveDefinition(ConsolidationFunction.Average, 1, 1_000), new ArchiveDefinition(ConsolidationFunction.Maximum, 6, 100));
        series = store.Define(new SeriesDefinition(SeriesName.Parse("count"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1", "")));
        for (var i = 0; i <= 60; i++)
            store.Append([Reading.Of(series.Id, (Start + i * 10) * 1_000_000, i)]);
    }

    public void Dispose()
    {
        store.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(19, 1)]
    [InlineData(300, 30)]
    [InlineData(600, 60)]
    [InlineData(630, 60)]
    [InlineData(631, double.NaN)]
    [InlineData(-300, double.NaN)]
    public void A_moment_has_the_value_of_the_row_that_ended_last(long after, double expected) =>
        Assert.Equal(expected, Read(ConsolidationFunction.Average, -400, 700, 1).At(Start + after));

    [Theory]
    [InlineData("avg", 30, 29)]
    [InlineData("min", 30, 28)]
    [InlineData("max", 30, 30)]
    [InlineData("sum", 30, 87)]
    [InlineData("last", 30, 30)]
    [InlineData("avg", 5, 30)]
    [InlineData("sum", 5, 15)]
    public void A_window_is_made_of_the_rows_that_lie_in_it(string function, long window, double expected) =>
        Assert.Equal(expected, Read(ConsolidationFunction.Average, 0, 300, 1).Over(function, Start + 300, window));

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void Maxima_come_from_whichever_archive_has_the_resolution(int resolution) =>
        Assert.Equal(30, Read(ConsolidationFunction.Maximum, 0, 300, resolution).Over("max", Start + 300, 120));

    [Fact]
    public void More_time_than_an_archive_has_is_not_read() =>
        Assert.InRange(Read(ConsolidationFunction.Average, -900_000_000, 900_000_000, 1).Count, 60, 1_001);

    private SeriesRows Read(ConsolidationFunction function, long from, long to, int resolution) =>
        SeriesRows.Read(store, series, function, new TimeRange(Start + from, Start + to), resolution, 10_000)!;
}
