namespace Metrics.RrdStore.Tests.Codec;

/// <summary>What a hosting server's series look like, drawn from seeded models of their sources, every 10 s. Tests hold the codec to a
/// size for each; the benchmark compares codecs on them.</summary>
/// <param name="Name">What it is.</param>
/// <param name="PercentOfMix">Its share of the series of a server.</param>
/// <param name="Draw">A run of so many values from a seed.</param>
public sealed record RealisticValues(string Name, int PercentOfMix, Func<Random, int, double[]> Draw)
{
    private const double StepSeconds = 10;

    /// <summary>All kinds; their shares add up to 100.</summary>
    public static IReadOnlyList<RealisticValues> All { get; } =
    [
        new("temperature, 1 °C", 8, (r, n) => Temperature(r, n, 1)),
        new("temperature, 0.125 °C", 6, (r, n) => Temperature(r, n, 8)),
        new("fan", 6, Fan),
        new("volts", 6, Volts),
        new("jiffies", 18, Jiffies),
        new("bytes, busy", 5, (r, n) => Bytes(r, n, packetsPerSecond: 4_000)),
        new("bytes, quiet", 6, (r, n) => Bytes(r, n, packetsPerSecond: 8)),
        new("packets", 8, Packets),
        new("load", 6, Load),
        new("memory", 9, Memory),
        new("near constant", 10, NearConstant),
        new("events", 6, Events),
        new("round-trip time", 3, RoundTrip),
        new("full mantissa", 3, Ratio),
    ];

    /// <summary>The first values of the kind.</summary>
    public double[] Block(int count, int seed = 1) => Draw(new Random(seed), count);

    private static double[] Fill(int count, Func<double> next)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = next();
        return values;
    }

    // A heat sink follows its target slowly; the sensor adds noise below its own resolution.
    private static double[] Temperature(Random random, int count, int partsPerDegree)
    {
        var (target, sink) = (48.0, 47.0);
        return Fill(count, () =>
        {
            if (random.NextDouble() < 0.01)
                target = 40 + 20 * random.NextDouble();
            sink += 0.02 * (target - sink) + 0.03 * Normal(random);
            return Math.Round((sink + 0.05 * Normal(random)) * partsPerDegree) / partsPerDegree;
        });
    }

    // A tachometer counts clock pulses in a turn, so the speed comes in uneven steps.
    private static double[] Fan(Random random, int count)
    {
        var speed = 1200.0;
        return Fill(count, () =>
        {
            speed += 0.05 * (1200 - speed) + 4 * Normal(random);
            return Math.Floor(1_350_000 / Math.Round(1_350_000 / (speed + 3 * Normal(random))));
        });
    }

    // An 8 mV converter behind a divider, in millivolts; it flickers between two neighbours.
    private static double[] Volts(Random random, int count)
    {
        var volts = 12.1;
        return Fill(count, () =>
        {
            volts += 0.01 * (12.1 - volts) + 0.001 * Normal(random);
            return Math.Round((volts + 0.002 * Normal(random)) / 0.048) * 48 / 1000;
        });
    }

    // Hundredths of a second of one mode of one processor.
    private static double[] Jiffies(Random random, int count)
    {
        var busy = 0.06;
        return Fill(count, () =>
        {
            busy = Math.Clamp(busy + 0.05 * (0.06 - busy) + 0.006 * Normal(random), 0.001, 1);
            var burst = random.NextDouble() < 0.02 ? 0.3 * random.NextDouble() : 0;
            return Math.Round(100 * StepSeconds * Math.Min(1, busy * (1 + 0.15 * Normal(random)) + burst)) / StepSeconds;
        });
    }

    private static double[] Bytes(Random random, int count, double packetsPerSecond)
    {
        var level = 0.0;
        return Fill(count, () =>
        {
            level = 0.95 * level + 0.15 * Normal(random);
            var packets = Poisson(random, packetsPerSecond * StepSeconds * Math.Exp(level));
            return Math.Round(packets * (420 + 40 * Normal(random))) / StepSeconds;
        });
    }

    private static double[] Packets(Random random, int count)
    {
        var level = 0.0;
        return Fill(count, () =>
        {
            level = 0.95 * level + 0.1 * Normal(random);
            return Poisson(random, 60 * StepSeconds * Math.Exp(level)) / StepSeconds;
        });
    }

    // The kernel's load over five minutes from a queue that is sometimes longer, in hundredths.
    private static double[] Load(Random random, int count)
    {
        var load = 0.8;
        var decay = Math.Exp(-5.0 / 300);
        return Fill(count, () =>
        {
            for (var tick = 0; tick < 2; tick++)
                load = load * decay + (1 - decay) * Poisson(random, 0.8);
            return Math.Round(load * 100) / 100;
        });
    }

    // Pages of 4 KiB: a little each step, and at times a program that starts or ends.
    private static double[] Memory(Random random, int count)
    {
        var pages = 1_500_000.0;
        return Fill(count, () =>
        {
            pages += Math.Round(60 * Normal(random) * Math.Exp(Normal(random)));
            if (random.NextDouble() < 0.03)
                pages += Math.Round(8000 * Normal(random));
            return pages * 4096;
        });
    }

    private static double[] NearConstant(Random random, int count)
    {
        var used = 734_003_200.0;
        return Fill(count, () =>
        {
            if (random.NextDouble() < 0.01)
                used += 4096 * Math.Round(20 * Normal(random));
            return used;
        });
    }

    private static double[] Events(Random random, int count)
    {
        var rate = 0.05;
        return Fill(count, () =>
        {
            if (random.NextDouble() < 0.01)
                rate = 0.02 + 0.3 * random.NextDouble() * random.NextDouble();
            return Poisson(random, rate * StepSeconds) / StepSeconds;
        });
    }

    // Milliseconds to the microsecond; a queue at times, and one in two hundred answers lost.
    private static double[] RoundTrip(Random random, int count) => Fill(count, () =>
    {
        var queue = random.NextDouble() < 0.05 ? -8 * Math.Log(1 - random.NextDouble()) : 0;
        var microseconds = Math.Round(1000 * (12.3 - 0.12 * Math.Log(1 - random.NextDouble()) + queue));
        return random.NextDouble() < 0.005 ? double.NaN : microseconds / 1000;
    });

    // A quotient of two counts, all digits kept.
    private static double[] Ratio(Random random, int count)
    {
        var level = 0.93;
        return Fill(count, () =>
        {
            level += 0.05 * (0.93 - level) + 0.003 * Normal(random);
            var asked = 5000 + Poisson(random, 500);
            return Math.Round(asked * level) / asked;
        });
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Poisson(Random random, double mean)
    {
        if (mean > 50)
            return Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal(random)));
        var events = -1;
        for (var left = mean; left > 0 || events < 0; left += Math.Log(1 - random.NextDouble()))
            events++;
        return events;
    }
}
