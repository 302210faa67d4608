using System.Numerics;

namespace Metrics.RrdStore.Tests.Consolidation;

/// <summary>The plain version: every primary data point in a list, every row worked out from them at the end. As rrdtool does it, or with
/// its known faults put right: the lines that name a fault are all that may differ between rrdtool and the store.</summary>
internal sealed class NaiveDatabase(DataSource source, Schema schema, long start, bool withFaultsOfRrdtool)
{
    private readonly double step = schema.StepSeconds;
    private readonly List<double> points = [];
    private readonly List<(long From, long To)> gaps = [];
    private decimal last = start;
    private double sum = double.NaN;
    private double unknown = start % schema.StepSeconds;
    private Reading previous = Reading.Unknown(default, 0);

    /// <summary>The largest rate, without its sign: what the rounding of sums is a part of.</summary>
    public double Scale { get; private set; }

    /// <summary>Takes a reading that is later than the one before.</summary>
    public void Update(Reading reading)
    {
        var time = reading.UnixMicroseconds / 1_000_000m;
        var interval = (double)(time - last);
        var rate = interval > schema.HeartbeatSeconds ? double.NaN : Rate(reading, interval);
        var passed = (long)(time / schema.StepSeconds) - (long)(last / schema.StepSeconds);
        if (passed == 0)
        {
            Add(rate, interval);
        }
        else
        {
            var boundary = ((long)(last / schema.StepSeconds) + 1) * schema.StepSeconds;
            var before = (double)(boundary - last);
            points.Add((passed == 1 ? interval : before) > schema.HeartbeatSeconds ? double.NaN : ClosePoint(rate, before));
            gaps.Add((start / schema.StepSeconds + points.Count, start / schema.StepSeconds + points.Count + passed - 1));
            for (var i = 1; i < passed; i++)
                points.Add(rate);
            (sum, unknown) = (double.NaN, 0);
            Add(rate, (double)(time - (boundary + (passed - 1) * schema.StepSeconds)));
        }
        last = time;
        previous = reading;
    }

    /// <summary>The closed rows of an archive, by the end of each, as many as it keeps.</summary>
    public Dictionary<long, double> RowsOf(ArchiveDefinition archive)
    {
        var closed = start / schema.StepSeconds + points.Count;
        var rows = new Dictionary<long, double>();
        for (var row = closed / archive.StepsPerRow - archive.Rows; row < closed / archive.StepsPerRow; row++)
        {
            // Fault four: after an update that closes more rows than the archive has, rrdtool's oldest row is an older one, left behind.
            if (withFaultsOfRrdtool && gaps.Any(g => row == g.To / archive.StepsPerRow - archive.Rows && (g.From - 1) / archive.StepsPerRow < row))
                continue;
            rows[(row + 1) * archive.StepsPerRow * schema.StepSeconds] = Consolidate(archive, PointsOf(row * archive.StepsPerRow, archive.StepsPerRow));
        }
        return rows;
    }

    private double[] PointsOf(long from, int count)
    {
        var firstPoint = start / schema.StepSeconds;
        return [.. Enumerable.Range(0, count).Select(i => from + i < firstPoint ? double.NaN : points[(int)(from + i - firstPoint)])];
    }

    private static double Consolidate(ArchiveDefinition archive, double[] all)
    {
        var known = all.Where(p => !double.IsNaN(p)).ToArray();
        if (all.Length - known.Length > all.Length * archive.Xff || known.Length == 0)
            return double.NaN;
        return archive.Function switch
        {
            ConsolidationFunction.Average => known.Average(),
            ConsolidationFunction.Minimum => known.Min(),
            ConsolidationFunction.Maximum => known.Max(),
            _ => all[^1],
        };
    }

    private void Add(double rate, double seconds)
    {
        if (!double.IsNaN(rate))
            sum = (double.IsNaN(sum) ? 0 : sum) + rate * seconds;
        else
            unknown += withFaultsOfRrdtool ? Math.Floor(seconds) : seconds; // Fault one: fractions of unknown seconds are dropped.
    }

    private double ClosePoint(double rate, double seconds)
    {
        if (unknown > step / 2)
            return double.NaN;
        return double.IsNaN(rate)
            ? sum / (step - unknown - seconds)
            : ((double.IsNaN(sum) ? 0 : sum) + rate * seconds) / (step - unknown);
    }

    private double Rate(Reading reading, double interval)
    {
        if (reading.Kind == ReadingKind.Unknown)
            return double.NaN;
        var hasPrevious = previous.Kind != ReadingKind.Unknown;
        var rate = source.Type switch
        {
            DataSourceType.Gauge => reading.Number,
            DataSourceType.Absolute => reading.Number / interval,
            DataSourceType.Counter when hasPrevious => Growth((BigInteger)reading.Count - previous.Count) / interval,
            DataSourceType.Derive when hasPrevious => Change((long)reading.Count, (long)previous.Count) / interval,
            DataSourceType.DDerive when hasPrevious => (reading.Number - previous.Number) / interval,
            DataSourceType.DCounter when hasPrevious && reading.Number >= previous.Number => (reading.Number - previous.Number) / interval,
            _ => double.NaN,
        };
        Scale = double.IsNaN(rate) ? Scale : Math.Max(Scale, Math.Abs(rate));
        return rate > source.Maximum || rate < source.Minimum ? double.NaN : rate;
    }

    private double Growth(BigInteger difference)
    {
        if (withFaultsOfRrdtool)
        {
            // Fault two: a wrap of 32 bits is one short, and one of 64 is rounded.
            var value = Parsed(difference);
            value += value < 0 ? 4294967295.0 : 0;
            return value < 0 ? value + 18446744069414584320.0 : value;
        }
        if (difference < 0)
            difference += BigInteger.One << 32;
        return (double)(difference < 0 ? difference + (BigInteger.One << 64) - (BigInteger.One << 32) : difference);
    }

    private double Change(long current, long before)
    {
        // Fault three: rrd_diff.c cannot subtract numbers of different sign.
        if (withFaultsOfRrdtool && current < 0 != before < 0)
            return double.NaN;
        var difference = (BigInteger)current - before;
        return withFaultsOfRrdtool ? Parsed(difference) : (double)difference;
    }

    // rrd_strtod.c takes digit after digit, and rounds at each beyond 2^53.
    private static double Parsed(BigInteger number)
    {
        var value = 0.0;
        foreach (var digit in BigInteger.Abs(number).ToString())
            value = value * 10 + (digit - '0');
        return number < 0 ? -value : value;
    }
}
