using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.RrdStore.Tests.Consolidation;

/// <summary>Debian's rrdtool and the store are given the same series and readings, and every row of every archive is compared, and the
/// archive that a fetch takes. The plain model stands between them: rrdtool must equal it with rrdtool's known faults, the store without.</summary>
public sealed class RrdtoolOracleTests : IDisposable
{
    private const int Cases = 3000;
    private const int CasesPerStore = 250;

    private readonly DirectoryInfo directory = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"rrdtool-{Guid.NewGuid():N}"));
    private readonly RrdtoolProcess rrdtool = new();

    public void Dispose()
    {
        rrdtool.Dispose();
        directory.Delete(recursive: true);
    }

    [Fact]
    public void Every_row_of_every_archive_is_what_rrdtool_has()
    {
        // The same cases at each run, so that a change is judged by what it changed; another first seed explores.
        var first = int.TryParse(Environment.GetEnvironmentVariable("METRICS_TEST_SEED"), out var given) ? given : 20_261_125;
        for (var n = 0; n < Cases; n += CasesPerStore)
        {
            var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_100_000_000));
            var storeDirectory = directory.CreateSubdirectory($"store{n}");
            using (var store = RoundRobinStore.Open(storeDirectory.FullName, new StoreOptions { Time = clock }))
                for (var i = 0; i < CasesPerStore; i++)
                    Run(store, first + n + i);
            storeDirectory.Delete(recursive: true);
        }
    }

    private void Run(RoundRobinStore store, int seed)
    {
        var test = new RandomCase(seed, forRrdtool: true);
        try
        {
            Compare(store, test, SeriesName.Parse($"case{seed}"));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, {test.Source}, step {test.Schema.StepSeconds}, heartbeat {test.Schema.HeartbeatSeconds}: {e.Message} "
                + $"Start {test.Start}, readings {string.Join(' ', test.Readings.Select(r => $"{TimeText(r)}:{ValueText(test, r)}"))}", e);
        }
    }

    private void Compare(RoundRobinStore store, RandomCase test, SeriesName name)
    {
        var file = Path.Combine(directory.FullName, "a.rrd");
        var faulty = new NaiveDatabase(test.Source, test.Schema, test.Start, withFaultsOfRrdtool: true);
        var exact = new NaiveDatabase(test.Source, test.Schema, test.Start, withFaultsOfRrdtool: false);
        var id = store.Define(new SeriesDefinition(name, test.Source, test.Schema, new SeriesMetadata("1"))).Id;
        rrdtool.Run($"create {file} --start {test.Start} --step {test.Schema.StepSeconds} {SourceText(test)} {ArchiveText(test)}");
        rrdtool.Run($"update {file} {string.Join(' ', test.Readings.Select(r => $"{TimeText(r)}:{ValueText(test, r)}"))}");
        store.Append([Reading.Unknown(id, test.Start * 1_000_000)]);
        foreach (var reading in test.Readings)
        {
            faulty.Update(reading);
            exact.Update(reading);
        }
        var result = store.Append([.. test.Readings.Select(r => Reading.FromBits(id, r.UnixMicroseconds, r.Kind, r.Bits))]);
        Assert.Equal(new AppendResult(test.Readings.Count, 0, 0, 0), result);
        ALateReadingIsRefused(store, id, test, file);

        var dumped = Dump(file);
        for (var i = 0; i < test.Schema.Archives.Length; i++)
        {
            var archive = test.Schema.Archives[i];
            Same($"rrdtool and model, {archive}", faulty.Scale, faulty.RowsOf(archive), dumped[i]);
            Same($"store and model, {archive}", exact.Scale, exact.RowsOf(archive), Stored(store, id, archive, test, dumped[i].Keys));
        }
        for (var i = 0; i < 3; i++)
            AFetchTakesTheSameArchive(store, id, test.RandomFetch(), file);
    }

    private void ALateReadingIsRefused(RoundRobinStore store, SeriesId id, RandomCase test, string file)
    {
        var last = test.Readings[^1];
        Assert.Equal(new AppendResult(0, 0, 1, 0), store.Append([Reading.Unknown(id, last.UnixMicroseconds)], LateReadings.Refuse));
        Assert.False(rrdtool.TryRun($"update {file} {TimeText(last)}:U", out _));
    }

    private static Dictionary<long, double> Stored(
        RoundRobinStore store, SeriesId id, ArchiveDefinition archive, RandomCase test, IEnumerable<long> ends)
    {
        var step = archive.StepsPerRow * test.Schema.StepSeconds;
        var first = ends.Min() - step;
        var rows = new Rows(first, step, archive.Rows);
        var values = new double[rows.Count];
        store.Fetch(id, archive.Function, rows, values);
        return values.Select((v, i) => (End: rows.EndOf(i), v)).ToDictionary(p => p.End, p => p.v);
    }

    private void AFetchTakesTheSameArchive(
        RoundRobinStore store, SeriesId id, (ConsolidationFunction Function, long Start, long End, int Resolution) question, string file)
    {
        var lines = rrdtool.Run($"fetch {file} {Name(question.Function)} -r {question.Resolution} -s {question.Start} -e {question.End}")
            .Where(l => l.Contains(": ", StringComparison.Ordinal)).Select(l => long.Parse(l.Split(':')[0])).ToArray();
        var rows = store.Resolve(id, question.Function, new TimeRange(question.Start, question.End), question.Resolution);
        Assert.Equal(lines[0], rows.EndOf(0));
        if (lines.Length > 1)
            Assert.Equal(lines[1] - lines[0], rows.StepSeconds);
    }

    private List<Dictionary<long, double>> Dump(string file)
    {
        var archives = new List<Dictionary<long, double>>();
        foreach (var line in rrdtool.Run($"dump {file}"))
        {
            if (line.Contains("<database>", StringComparison.Ordinal))
                archives.Add([]);
            var row = line.IndexOf("<row><v>", StringComparison.Ordinal);
            if (row < 0)
                continue;
            var time = line[(line.IndexOf(" / ", StringComparison.Ordinal) + 3)..line.IndexOf(" -->", StringComparison.Ordinal)];
            var value = line[(row + 8)..line.IndexOf("</v>", StringComparison.Ordinal)];
            archives[^1].Add(long.Parse(time), double.Parse(value, CultureInfo.InvariantCulture));
        }
        return archives;
    }

    // rrdtool prints 11 digits; sums of large and small numbers agree to a part of the large ones.
    private static void Same(string what, double scale, Dictionary<long, double> expected, Dictionary<long, double> actual)
    {
        foreach (var (time, value) in expected)
        {
            var found = actual[time];
            if (double.IsNaN(value) != double.IsNaN(found) || Math.Abs(value - found) > Math.Abs(value) * 1e-9 + scale * 1e-10)
                Assert.Fail($"{what}, row {time}: {value:R} and {found:R}.");
        }
    }

    private static string SourceText(RandomCase test) =>
        $"DS:v:{test.Source.Type.ToString().ToUpperInvariant()}:{test.Schema.HeartbeatSeconds}:{Limit(test.Source.Minimum)}:{Limit(test.Source.Maximum)}";

    private static string ArchiveText(RandomCase test) =>
        string.Join(' ', test.Schema.Archives.Select(a => $"RRA:{Name(a.Function)}:{a.Xff:R}:{a.StepsPerRow}:{a.Rows}"));

    private static string Name(ConsolidationFunction function) => function switch
    {
        ConsolidationFunction.Minimum => "MIN",
        ConsolidationFunction.Maximum => "MAX",
        _ => function.ToString().ToUpperInvariant(),
    };

    private static string Limit(double value) => double.IsNaN(value) ? "U" : value.ToString("R");

    private static string TimeText(Reading reading) =>
        $"{reading.UnixMicroseconds / 1_000_000}.{reading.UnixMicroseconds % 1_000_000:D6}";

    private static string ValueText(RandomCase test, Reading reading) => reading.Kind switch
    {
        ReadingKind.Unknown => "U",
        ReadingKind.Count when test.Source.Type == DataSourceType.Derive => ((long)reading.Count).ToString(),
        ReadingKind.Count => reading.Count.ToString(),
        _ => reading.Number.ToString("R"),
    };
}
