using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests.Mail;

public sealed class PostfixTotalsTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-postfix-");

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void The_totals_of_a_generated_log_are_exact(int seed, bool iso)
    {
        var (path, totals) = (Path.Combine(directory.FullName, "mail.log"), new Totals());
        using (var file = File.Create(path))
            PostfixLog.Write(file, totals, 5_000, seed, begin: 1_798_588_800, iso: iso);
        using (var analyzer = new LogAnalyzer(directory.FullName, new LogAnalyzerOptions { Logs = [new(path, "postfix")], Domains = PostfixLog.LocalDomains }, TimeProvider.System))
        {
            while (analyzer.Read())
            {
            }
            Assert.True(analyzer.Commit());
            Assert.Equal(0, analyzer.Status[0].UnknownLines);
        }
        UsageOf.Equals(totals, directory.FullName);
    }
}
