namespace Metrics.Grapher.Language.Rpn;

/// <summary>What a row's time says.</summary>
internal enum ClockValue
{
    Count,
    Now,
    Time,
    LocalTime,
    StepWidth,
    NewDay,
    NewWeek,
    NewMonth,
    NewYear,
}
