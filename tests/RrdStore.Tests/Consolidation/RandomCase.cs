namespace Metrics.RrdStore.Tests.Consolidation;

/// <summary>A series and what happens to it, all from one seed.</summary>
/// <remarks>When one update closes several points, rrdtool 1.7.2 cuts the first stretch to whole seconds and puts the fraction into the
/// other points. For it such updates follow a reading at a whole second only; everything else it does with fractions is compared.</remarks>
internal sealed class RandomCase
{
    private readonly Random random;
    private readonly bool forRrdtool;

    public RandomCase(int seed, bool forRrdtool)
    {
        random = new Random(seed);
        this.forRrdtool = forRrdtool;
        Start = 1_000_000_000 + random.Next(100_000);
        var step = Pick(1, 5, 10, 60, 300);
        var heartbeat = random.Next(4) == 0 ? random.Next(1, 5 * step + 1) : Pick(step, 2 * step, 3 * step, 10 * step);
        Schema = new Schema(step, heartbeat, RandomArchives());
        Source = RandomSource();
        IsSubSecond = random.Next(3) == 0;
        Readings = RandomReadings();
    }

    /// <summary>When the database is made, in seconds.</summary>
    public long Start { get; }

    public Schema Schema { get; }

    public DataSource Source { get; }

    public bool IsSubSecond { get; }

    public List<Reading> Readings { get; }

    /// <summary>A question to fetch.</summary>
    public (ConsolidationFunction Function, long Start, long End, int Resolution) RandomFetch()
    {
        var function = Pick([.. Schema.Archives.Select(a => a.Function)]);
        var last = Readings[^1].UnixMicroseconds / 1_000_000;
        var start = last - random.Next(1, 400) * Schema.StepSeconds - random.Next(Schema.StepSeconds);
        return (function, start, start + random.Next(1, 300) * Schema.StepSeconds, random.Next(3) == 0 ? random.Next(1, 10_000) : Schema.StepSeconds * random.Next(1, 20));
    }

    private ArchiveDefinition[] RandomArchives()
    {
        var archives = new List<ArchiveDefinition>();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var function = (ConsolidationFunction)random.Next(4);
            var steps = Pick(1, 1, 2, 3, 5, 6, 12);
            if (archives.Any(a => a.Function == function && a.StepsPerRow == steps))
                continue;
            archives.Add(new ArchiveDefinition(function, steps, Pick(3, 10, 20, 50, 120), Pick(0, 0.1, 0.25, 0.5, 0.5, 0.9, random.NextDouble())));
        }
        return [.. archives];
    }

    private DataSource RandomSource()
    {
        var type = (DataSourceType)random.Next(6);
        return random.Next(3) switch
        {
            0 => new DataSource(type, -100.5, 5000.5),
            1 => new DataSource(type, random.Next(2) == 0 ? double.NaN : 0, random.Next(2) == 0 ? double.NaN : 1e7),
            _ => new DataSource(type),
        };
    }

    private List<Reading> RandomReadings()
    {
        var readings = new List<Reading>();
        var time = Start * 1_000_000L;
        var count = (ulong)random.NextInt64() >> random.Next(64);
        var level = random.NextDouble() * 100;
        for (var n = random.Next(1, 60); n > 0; n--)
        {
            time += Interval(time);
            count = NextCount(count);
            level += (random.NextDouble() - 0.3) * Pick(1, 10, 1000);
            readings.Add(random.Next(8) == 0 ? Reading.Unknown(default, time) : Value(time, count, level));
        }
        return readings;
    }

    private long Interval(long time)
    {
        var step = Schema.StepSeconds * 1_000_000L;
        var interval = random.Next(12) switch
        {
            < 4 => step - time % step,
            < 7 => random.NextInt64(1, 2 * step),
            < 9 => random.NextInt64(1, 1 + step / 3),
            9 => Schema.HeartbeatSeconds * 1_000_000L,
            10 => Schema.HeartbeatSeconds * 1_000_000L + random.NextInt64(1, step),
            _ => random.NextInt64(1, 40 * step),
        };
        // Sixty-fourths of a second are exact in the doubles that rrdtool reads times as.
        var grain = IsSubSecond ? 15_625 : 1_000_000;
        var rounded = Math.Max(grain, (time + interval) / grain * grain - time);
        var secondBoundary = (time / step + 2) * step;
        return forRrdtool && time % 1_000_000 != 0 && time + rounded >= secondBoundary ? secondBoundary - grain - time : rounded;
    }

    private ulong NextCount(ulong count) => random.Next(12) switch
    {
        0 => (ulong)random.Next(1000),
        1 => uint.MaxValue - (ulong)random.Next(1000),
        2 => ulong.MaxValue - (ulong)random.Next(1000),
        _ => count + (ulong)random.Next(100_000),
    };

    private Reading Value(long time, ulong count, double level) => Source.Type switch
    {
        DataSourceType.Counter => Reading.OfCount(default, time, count),
        DataSourceType.Derive => Reading.OfCount(default, time, (ulong)((long)(count >> 2) * (random.Next(10) == 0 ? -1 : 1))),
        // A DCOUNTER below zero counts downwards in rrdtool 1.7.2, which its manual does not say.
        DataSourceType.DCounter => Reading.Of(default, time, Math.Abs(Math.Round(level, 2))),
        _ => Reading.Of(default, time, Pick(level, Math.Round(level), Math.Round(level, 2))),
    };

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
