using Metrics.RrdStore;

namespace Metrics.Actions.Rules;

/// <summary>The newest points of a series, kept in memory from one look at the rules to the next: a look then costs the one point that has come,
/// not all those of a window again from the disk. Not for two threads.</summary>
internal sealed class SeriesWindow
{
    private readonly RoundRobinStore store;
    private readonly int step, finestRows;

    // The points known up to a step, then those of silent steps up to the present one. Room for twice as many as are kept: they move to the front once in as many steps.
    private double[] points = [];
    private int kept, count, silent;
    private long nowSeconds, end;

    /// <summary>Begins with nothing.</summary>
    /// <param name="store">Where the points come from.</param>
    /// <param name="info">The series.</param>
    public SeriesWindow(RoundRobinStore store, SeriesInfo info)
    {
        (this.store, Info, step) = (store, info, info.Definition.Schema.StepSeconds);
        foreach (var archive in info.Definition.Schema.Archives)
            if (archive is { Function: ConsolidationFunction.Average, StepsPerRow: 1 })
                finestRows = archive.Rows;
    }

    /// <summary>The series.</summary>
    public SeriesInfo Info { get; }

    /// <summary>Its newest point; it may be later than the moment that is looked at.</summary>
    public Sample Latest { get; private set; }

    /// <summary>Turns to a moment, in seconds since the epoch.</summary>
    /// <param name="unixSeconds">The moment; what came later is not seen.</param>
    /// <param name="isPastChanged">Whether points may be others than they were.</param>
    public void Turn(long unixSeconds, bool isPastChanged)
    {
        (nowSeconds, Latest) = (unixSeconds, store.Latest(Info.Id));
        if (kept > 0)
            Follow(isPastChanged);
    }

    /// <summary>The points of a time before the moment, oldest first; unknown ones are NaN.</summary>
    /// <param name="seconds">The time's length; a step that it begins in belongs to it.</param>
    /// <param name="budget">How many more points may be kept, of all series.</param>
    /// <param name="values">Takes the points.</param>
    /// <returns>False when they are not in the finest archive any more, or too many to be kept.</returns>
    public bool TryRead(int seconds, ref int budget, out ReadOnlySpan<double> values)
    {
        values = default;
        var (first, behind) = ((nowSeconds - seconds) / step, nowSeconds / step);
        var asked = Math.Max(1, behind - first);
        // The oldest rows may be overwritten while they are read.
        if ((behind - asked) * step < Latest.UnixSeconds - (finestRows - 2L) * step || (asked > kept && !Grow(asked, ref budget)))
            return false;
        values = points.AsSpan(count + silent - (int)asked, (int)asked);
        return true;
    }

    private bool Grow(long asked, ref int budget)
    {
        if (asked - kept > budget)
            return false;
        budget -= (int)asked - kept;
        kept = (int)asked;
        points = new double[2 * kept];
        Follow(anew: true);
        return true;
    }

    private void Follow(bool anew)
    {
        var now = nowSeconds / step;
        var newest = Math.Min(now, Latest.UnixSeconds / step);
        if (anew || newest < end || newest - end > kept)
            (count, end) = (0, newest - kept);
        var missing = (int)(newest - end);
        silent = (int)Math.Min(now - newest, kept);
        MakeRoom(missing);
        if (missing == 1 && newest * step == Latest.UnixSeconds)
            points[count] = Latest.Value;
        else if (missing > 0)
            store.Fetch(Info.Id, ConsolidationFunction.Average, new Rows(end * step, step, missing), points.AsSpan(count, missing));
        (count, end) = (count + missing, newest);
        points.AsSpan(count, silent).Fill(double.NaN);
    }

    private void MakeRoom(int missing)
    {
        if (count + missing + silent <= points.Length)
            return;
        var stay = Math.Min(count, kept - missing);
        points.AsSpan(count - stay, stay).CopyTo(points);
        count = stay;
    }
}
