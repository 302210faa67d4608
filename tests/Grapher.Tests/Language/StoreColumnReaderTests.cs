using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Grapher.Tests.Language;

public sealed class StoreColumnReaderTests
{
    [Fact]
    public void A_program_reads_the_rows_of_a_store()
    {
        const long start = 1_700_000_100;
        var directory = Directory.CreateTempSubdirectory("columns").FullName;
        using (var store = RoundRobinStore.Open(directory))
        {
            var schema = new Schema(300, 600, new ArchiveDefinition(ConsolidationFunction.Average, 1, 100));
            var series = store.Define(new SeriesDefinition(SeriesName.Parse("load.1"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1")));
            for (var i = 0; i <= 5; i++)
                store.Append([Reading.Of(series.Id, (start + i * 300) * 1_000_000, i)]);
            var context = new GraphContext(DateTimeOffset.FromUnixTimeSeconds(start + 1500), TimeZoneInfo.Utc) { Range = new TimeRange(start, start + 1500) };
            var program = GraphProgram.Parse("DEF:l=load.1:AVERAGE\nCDEF:double=l,2,*\nXPORT:double\nPRINT:double:MAX:%.1lf");
            var graph = program.Evaluate(new StoreColumnReader(store), context);
            Assert.Equal([2, 4, 6, 8, 10], graph.Table!.Columns[0].Values.ToArray());
            Assert.Equal(["10.0"], graph.Prints);
            Assert.Contains("load.1", Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse("DEF:l=load.l:AVERAGE").Evaluate(new StoreColumnReader(store), context)).Message, StringComparison.Ordinal);
        }
        Directory.Delete(directory, recursive: true);
    }
}
