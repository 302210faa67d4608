using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>How a file system has been filling over the last weeks.</summary>
/// <param name="BytesPerDay">What came to it in a day, on average; NaN when too few days are known.</param>
/// <param name="DaysLeft">When it would be full if it went on so; NaN when it does not fill evenly enough to say.</param>
public readonly record struct SpaceTrend(double BytesPerDay, double DaysLeft)
{
    /// <summary>Fewer days say nothing about the next ones.</summary>
    private const int LeastDays = 8;

    /// <summary>A change by less than this share of the space, over all the days, is none.</summary>
    private const double Steady = 0.005;

    /// <summary>The halves of the days may differ by this factor: a file copied once is no growth.</summary>
    private const double Even = 3;

    /// <summary>Further ahead nobody can say anything.</summary>
    private const double Foreseen = 730;

    /// <summary>Nothing can be said.</summary>
    public static readonly SpaceTrend Unknown = new(double.NaN, double.NaN);

    /// <summary>The trend of these days.</summary>
    /// <param name="usedByDay">Bytes in use on each day, oldest first; NaN where unknown.</param>
    /// <param name="free">Bytes left now.</param>
    public static SpaceTrend Of(ReadOnlySpan<double> usedByDay, double free)
    {
        if (Known(usedByDay) < LeastDays || double.IsNaN(free))
            return Unknown;
        var middle = usedByDay.Length / 2;
        var (all, early, late) = (Slope(usedByDay), Slope(usedByDay[..middle]), Slope(usedByDay[middle..]));
        var space = usedByDay[^(Trailing(usedByDay) + 1)] + free;
        if (Math.Abs(all) * usedByDay.Length < Steady * space)
            return new SpaceTrend(0, double.PositiveInfinity);
        return new SpaceTrend(all, all > 0 && early > 0 && late > 0 && Math.Max(early, late) <= Even * Math.Min(early, late) ? free / all : double.NaN);
    }

    /// <summary>Whether there is an end in sight.</summary>
    public bool IsForeseen => DaysLeft < Foreseen;

    /// <summary>As words: <c>full in about 94 days</c>; empty when nothing can be said.</summary>
    public string Words => (BytesPerDay, DaysLeft) switch
    {
        (double.NaN, _) => "",
        (0, _) => "steady",
        (_, < 2) => "full in less than two days",
        (_, < 100) => $"full in about {DaysLeft:0} days",
        (_, < Foreseen) => $"full in about {DaysLeft / 30.44:0} months",
        ( < 0, _) => $"shrinks {ValueFormat.Format(-BytesPerDay, GraphUnit.Bytes)} a day",
        _ => $"grows {ValueFormat.Format(BytesPerDay, GraphUnit.Bytes)} a day",
    };

    private static int Known(ReadOnlySpan<double> values)
    {
        var count = 0;
        foreach (var value in values)
            if (!double.IsNaN(value))
                count++;
        return count;
    }

    /// <summary>How many values at the end are unknown.</summary>
    private static int Trailing(ReadOnlySpan<double> values)
    {
        var count = 0;
        while (double.IsNaN(values[^(count + 1)]))
            count++;
        return count;
    }

    /// <summary>The slope of the line nearest to the values, per value; NaN for fewer than two.</summary>
    private static double Slope(ReadOnlySpan<double> values)
    {
        double n = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                (n, x, y, xx, xy) = (n + 1, x + i, y + values[i], xx + (double)i * i, xy + i * values[i]);
        return (n * xy - x * y) / (n * xx - x * x);
    }
}
