namespace Metrics.Analyzers.Stamps;

/// <summary>Finds the year of stamps that have none. The first line is as late as it can be without lying after the file's own time; from
/// then on a step back by more than half a year is New Year, unless that lies in the future, and one forward a straggler of the old year.</summary>
/// <param name="newest">The latest that a line can be of, in seconds since the epoch: the file's own time, or now while it grows.</param>
internal sealed class YearGuess(Func<long> newest)
{
    private const long HalfYear = 183 * CivilTime.Day;

    // For zones and clocks that are ahead.
    private const long Grace = CivilTime.Day;

    private int year;
    private long last = long.MinValue;

    /// <summary>Seconds of the local calendar for a stamp without a year.</summary>
    public long Complete(int month, int day, int secondOfDay)
    {
        if (last == long.MinValue)
        {
            var latest = newest() + Grace;
            year = DateTime.UnixEpoch.AddSeconds(latest).Year;
            while (CivilTime.Days(year, month, day) * CivilTime.Day > latest)
                year--;
        }
        var local = At(year, month, day, secondOfDay);
        if (last != long.MinValue)
        {
            // An old line that comes late is of no year to come.
            if (local < last - HalfYear && year < CivilTime.LastYear && At(year + 1, month, day, secondOfDay) <= newest() + Grace)
                local = At(year + 1, month, day, secondOfDay);
            else if (local > last + HalfYear)
                return At(year - 1, month, day, secondOfDay);
        }
        if (local > last)
        {
            last = local;
            year = DateTime.UnixEpoch.AddSeconds(local).Year;
        }
        return local;
    }

    private static long At(int year, int month, int day, int secondOfDay) => (CivilTime.Days(year, month, day) * CivilTime.Day) + secondOfDay;
}
