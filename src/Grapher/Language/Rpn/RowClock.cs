namespace Metrics.Grapher.Language.Rpn;

/// <summary>The operators that depend on the time of a row only.</summary>
/// <param name="Rows">The rows; only their times matter.</param>
/// <param name="Zone">The zone of LTIME, NEWDAY and its kind.</param>
/// <param name="FirstDayOfWeek">When a week begins, for NEWWEEK.</param>
/// <param name="NowSeconds">Now, in seconds since the epoch.</param>
internal sealed record RowClock(GraphColumn Rows, TimeZoneInfo Zone, DayOfWeek FirstDayOfWeek, long NowSeconds)
{
    public void Fill(ClockValue value, Span<double> result)
    {
        switch (value)
        {
            case ClockValue.Now:
                result.Fill(NowSeconds);
                return;
            case ClockValue.StepWidth:
                result.Fill(Rows.StepSeconds);
                return;
        }
        for (var i = 0; i < result.Length; i++)
            result[i] = value switch
            {
                ClockValue.Count => i + 1,
                ClockValue.Time => Rows.EndOf(i),
                ClockValue.LocalTime => Rows.EndOf(i) + Zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(Rows.EndOf(i))).TotalSeconds,
                _ => Begins(value, Local(Rows.EndOf(i) - Rows.StepSeconds), Local(Rows.EndOf(i))) ? 1 : 0,
            };
    }

    /// <summary>Whether a row is the first of a day, week, month or year: whether its end lies in another one than its start.</summary>
    private bool Begins(ClockValue period, DateTime before, DateTime now) => period switch
    {
        ClockValue.NewDay => now.Date != before.Date,
        ClockValue.NewWeek => Week(now) != Week(before),
        ClockValue.NewMonth => now.Month != before.Month || now.Year != before.Year,
        _ => now.Year != before.Year,
    };

    private DateTime Week(DateTime day) => day.Date.AddDays(-((day.DayOfWeek - FirstDayOfWeek + 7) % 7));

    private DateTime Local(long unixSeconds) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), Zone).DateTime;
}
