namespace Metrics.Analyzers.Stamps;

/// <summary>Finds the year of stamps that have none. The first line is as late as it can be without lying after the file's own time; from
/// then on a step back by more than half a year is New Year, and one forward a straggler of the old year.</summary>
internal sealed class YearGuess(long fileUnixSeconds)
{
    private const long HalfYear = 183 * CivilTime.Day;

    private int year;
    private long last = long.MinValue;

    /// <summary>Seconds of the local calendar for a stamp without a year.</summary>
    public long Complete(int month, int day, int secondOfDay)
    {
        if (last == long.MinValue)
        {
            // A day of grace for zones and clocks that are ahead.
            year = DateTime.UnixEpoch.AddSeconds(fileUnixSeconds).Year + 1;
            while (CivilTime.Days(year, month, day) * CivilTime.Day > fileUnixSeconds + CivilTime.Day)
                year--;
        }
        var local = At(year, month, day, secondOfDay);
        if (last != long.MinValue)
        {
            if (local < last - HalfYear && year < CivilTime.LastYear)
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
