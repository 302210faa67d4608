using Metrics.Analyzers.Custom;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Analyzers.Tests.Custom;

public sealed class OwnLogTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-own-");
    private readonly FakeTimeProvider time = new();

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Lines_are_counted_and_fields_summed_up_into_series()
    {
        var log = Path.Combine(directory.FullName, "app.log");
        var line = LinePattern.Parse("""{time} {verb} {path} {status:number} {bytes:number} {seconds:number}""");
        var own = new OwnLog("app", [log], line, LineCondition.Parse("""status >= 500 and verb != "HEAD" and path begins "/api/" """.Trim(), line), true, ["bytes", "seconds"]);
        using var analyzer = new LogAnalyzer(directory.FullName, new LogAnalyzerOptions { Own = [own] }, time);
        File.WriteAllText(log, "1 GET /api/x 500 1000 0.5\n");
        ReadAll();
        // What stood there before is no burst.
        Assert.Equal(["log.app.lines 1/s 0", "log.app.bytes By/s 0", "log.app.seconds 1/s 0"], Series());
        ReadAll();
        File.AppendAllText(log, """
            1 GET /api/x 500 100 0.75
            1 GET /api/y 503 - 0.75
            1 HEAD /api/x 500 100 1
            1 GET /web 500 100 1
            1 GET /api/x 404 100 1
            something else

            """);
        ReadAll();
        Assert.Equal(["log.app.lines 1/s 2", "log.app.bytes By/s 100", "log.app.seconds 1/s 1"], Series());
        Assert.Equal((7, 1, "log.app"), (analyzer.Status[0].Lines, analyzer.Status[0].UnknownLines, analyzer.Status[0].Format));

        IEnumerable<string> Series() => analyzer.OwnSeries.Select(s => $"{s.Name} {s.Unit} {s.Value}");

        void ReadAll()
        {
            time.Advance(TimeSpan.FromSeconds(1));
            while (analyzer.Read())
            {
            }
            Assert.True(analyzer.Commit());
        }
    }
}
