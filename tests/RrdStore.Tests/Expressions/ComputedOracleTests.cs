using System.Globalization;
using Metrics.RrdStore.Tests.RrdFiles;
using Metrics.RrdStore.Tests.Storage;

namespace Metrics.RrdStore.Tests.Expressions;

/// <summary>Debian's rrdtool keeps COMPUTE data sources beside what they are computed from, the store computed series; both get the same
/// updates, and every row of every archive is compared.</summary>
public sealed class ComputedOracleTests(RrdTool tool) : IClassFixture<RrdTool>
{
    private const int Cases = 30;
    private const long Start = 1_000_000_000;

    // Data sources a, b, c and those computed before; constants are 16-bit integers in rrdtool.
    private static readonly string[] Expressions =
    [
        "a,b,+", "a,b,-,c,*", "a,8,*", "a,UN,0,a,IF", "a,b,ADDNAN,c,ADDNAN", "a,b,c,3,AVG", "a,b,MIN,c,MAX", "a,b,MINNAN,c,MAXNAN",
        "a,b,/", "a,b,%", "a,b,GT,c,-1,IF", "a,10,90,LIMIT", "a,ABS,SQRT,1,+,LOG,EXP", "a,SIN,b,COS,*", "a,b,ATAN2,RAD2DEG,DEG2RAD", "b,ATAN",
        "a,FLOOR,b,CEIL,+", "a,b,LT,a,b,LE,+,a,b,GE,+,a,b,EQ,+,a,b,NE,+", "a,b,c,3,SORT,POP,EXC,POP", "a,b,c,3,REV,-,-", "a,DUP,*",
        "a,b,c,3,SMIN,a,b,c,3,SMAX,-", "a,b,c,3,STDEV", "a,b,c,3,MEDIAN", "a,b,c,50,3,PERCENT", "a,b,DEPTH,*,+", "a,b,2,COPY,*,+,+",
        "a,b,c,3,INDEX,-,-,-", "b,ISINF,UNKN,a,IF", "a,2,POW", "INF,a,b,IF",
    ];

    [Fact]
    public void Every_row_of_a_computed_series_is_what_rrdtool_has()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("METRICS_TEST_SEED"), out var given) ? given : 20_261_126;
        for (var seed = first; seed < first + Cases; seed++)
        {
            try
            {
                Compare(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"METRICS_TEST_SEED={seed}: {e.Message}", e);
            }
        }
    }

    private void Compare(Random random)
    {
        var directory = new StoreDirectory();
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 100_000_000));
        var store = directory.Open(syncSeconds: 100_000);
        try
        {
            var step = random.Next(3) switch { 0 => 1, 1 => 10, _ => 60 };
            var schema = new Schema(step, step * random.Next(1, 6), [.. Archives(random)]);
            var computed = Enumerable.Range(0, random.Next(1, 6)).Select(i => i > 0 && random.Next(4) == 0 ? $"x{i - 1},a,+" : Expressions[random.Next(Expressions.Length)]).ToArray();
            var start = Start + random.Next(1000);
            Create(schema, computed, start);
            SeriesId[] inputs = [.. "abc".Select((n, i) => Define(store, $"{n}", new DataSource(i == 1 ? DataSourceType.Counter : DataSourceType.Gauge), schema))];
            for (var i = 0; i < computed.Length; i++)
                Define(store, $"x{i}", new DataSource(DataSourceType.Compute, Expression: computed[i]), schema);
            store.Append([.. inputs.Select(i => Reading.Unknown(i, start * 1_000_000))]);
            store.Round();

            var time = start;
            for (var n = random.Next(1, 80); n > 0; n--)
            {
                time += random.Next(6) switch { 0 => random.Next(1, 30 * step), < 3 => random.Next(1, 2 * step), _ => step - time % step };
                Update(store, inputs, random, time);
                if (random.Next(4) == 0)
                    store.Round();
                if (random.Next(20) == 0)
                    (directory, store) = Killed(directory, store);
            }
            store.Settle();
            var file = Metrics.RrdStore.RrdFiles.RrdFile.Read(tool.PathOf("c.rrd"));
            for (var i = 0; i < computed.Length; i++)
                AssertSame(store, file, $"x{i}", computed[i], 3 + i, schema);
            Assert.Equal(0, store.Health.WaitingReadings);
        }
        finally
        {
            store.Dispose();
            directory.Dispose();
        }
    }

    private void Update(RoundRobinStore store, SeriesId[] inputs, Random random, long time)
    {
        var (a, c) = (random.Next(100) - 10, random.Next(1000) / 8.0);
        // It never falls: rrdtool takes a wrap to be one unit shorter.
        var b = (ulong)(time - Start) * 7 + (ulong)random.Next(7);
        string?[] texts = [random.Next(8) == 0 ? "U" : $"{a}", random.Next(8) == 0 ? "U" : $"{b}", random.Next(8) == 0 ? "U" : c.ToString("R", CultureInfo.InvariantCulture)];
        tool.Run($"update c.rrd {time}:{string.Join(':', texts)}");
        Reading[] readings =
        [
            texts[0] == "U" ? Reading.Unknown(inputs[0], time * 1_000_000) : Reading.Of(inputs[0], time * 1_000_000, a),
            texts[1] == "U" ? Reading.Unknown(inputs[1], time * 1_000_000) : Reading.OfCount(inputs[1], time * 1_000_000, b),
            texts[2] == "U" ? Reading.Unknown(inputs[2], time * 1_000_000) : Reading.Of(inputs[2], time * 1_000_000, c),
        ];
        // Together, or one after the other with rounds between.
        if (random.Next(3) > 0)
        {
            store.Append(readings);
            return;
        }
        random.Shuffle(readings);
        foreach (var reading in readings)
        {
            store.Append([reading]);
            store.Round();
        }
    }

    private static (StoreDirectory Directory, RoundRobinStore Store) Killed(StoreDirectory directory, RoundRobinStore store)
    {
        store.Flush();
        var copy = directory.Crashed(store);
        store.Dispose();
        directory.Dispose();
        return (copy, copy.Open(syncSeconds: 100_000));
    }

    private void Create(Schema schema, string[] computed, long start)
    {
        File.Delete(tool.PathOf("c.rrd"));
        var heartbeat = schema.HeartbeatSeconds;
        var archives = schema.Archives.Select(a => string.Create(CultureInfo.InvariantCulture, $"RRA:{NameOf(a.Function)}:{a.Xff}:{a.StepsPerRow}:{a.Rows}"));
        tool.Run($"create c.rrd --start {start} --step {schema.StepSeconds} DS:a:GAUGE:{heartbeat}:U:U DS:b:COUNTER:{heartbeat}:U:U DS:c:GAUGE:{heartbeat}:U:U "
            + $"{string.Join(' ', computed.Select((text, i) => $"DS:x{i}:COMPUTE:{text}"))} {string.Join(' ', archives)}");
    }

    private static void AssertSame(RoundRobinStore store, Metrics.RrdStore.RrdFiles.RrdFile file, string name, string expression, int source, Schema schema)
    {
        Assert.True(store.TryFind(SeriesName.Parse(name), out var info));
        for (var i = 0; i < schema.Archives.Length; i++)
        {
            var archive = schema.Archives[i];
            var seconds = archive.StepsPerRow * schema.StepSeconds;
            var rows = new Rows(file.EndSeconds(file.Archives[i]) - (long)archive.Rows * seconds, seconds, archive.Rows);
            var values = new double[archive.Rows];
            store.Fetch(info.Id, archive.Function, rows, values);
            for (var row = 0; row < values.Length; row++)
            {
                var expected = file.Archives[i][row, source];
                if (!expected.Equals(values[row]) && !(Math.Abs(expected - values[row]) <= Math.Abs(expected) * 1e-12))
                    Assert.Fail($"{name} = {expression}, {archive}, row {row}: {values[row]:R}, rrdtool has {expected:R}.");
            }
        }
    }

    private static IEnumerable<ArchiveDefinition> Archives(Random random)
    {
        // Long enough for all that happens between two rounds.
        yield return new(ConsolidationFunction.Average, 1, 2500);
        foreach (var function in Enum.GetValues<ConsolidationFunction>())
            if (random.Next(2) == 0)
                yield return new(function, random.Next(2, 8), random.Next(5, 50), random.Next(4) / 4.0);
    }

    private static string NameOf(ConsolidationFunction function) => function switch
    {
        ConsolidationFunction.Minimum => "MIN",
        ConsolidationFunction.Maximum => "MAX",
        _ => function.ToString().ToUpperInvariant(),
    };

    private static SeriesId Define(RoundRobinStore store, string name, DataSource source, Schema schema) =>
        store.Define(new SeriesDefinition(SeriesName.Parse(name), source, schema, new SeriesMetadata("1"))).Id;
}
