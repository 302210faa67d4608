using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>What is kept of a machine's series when nothing else is configured.</summary>
/// <remarks>The archives are those the graphs ask for, one per range, each a little longer than its range so that the same moment one period ago is
/// still on the picture:
/// <list type="table">
/// <item><term>the step itself</term><description>6 hours of 2 s, 36 hours of 10 s: the live view, and what happened last night in full</description></item>
/// <item><term>1 minute, 8 days</term><description>6 hours at 60 s, and any hour of the last week</description></item>
/// <item><term>5 minutes, 40 days</term><description>day (30 h), and the 95th percentile of 35 days of 5-minute averages, as providers bill it</description></item>
/// <item><term>30 minutes, 100 days</term><description>week (8 d), and the same week of the quarter</description></item>
/// <item><term>2 hours, 400 days</term><description>month (35 d), and the same month a year ago</description></item>
/// <item><term>1 day, 20 years</term><description>year (400 d), and every year before</description></item>
/// </list>
/// A row of several steps keeps the average, the lowest and the highest, because an average over a day hides what hurts. At 10 s this is 110,000 rows a series:
/// of the order of 150 kB once they are compressed.</remarks>
public static class DefaultSchemas
{
    private static readonly (TimeSpan Row, TimeSpan Kept)[] Levels =
    [
        (TimeSpan.FromMinutes(1), TimeSpan.FromDays(8)),
        (TimeSpan.FromMinutes(5), TimeSpan.FromDays(40)),
        (TimeSpan.FromMinutes(30), TimeSpan.FromDays(100)),
        (TimeSpan.FromHours(2), TimeSpan.FromDays(400)),
        (TimeSpan.FromDays(1), TimeSpan.FromDays(20 * 366)),
    ];

    /// <summary>The schema of a step.</summary>
    /// <param name="step">Time between samples: whole seconds that divide a minute.</param>
    public static Schema Of(TimeSpan step)
    {
        var stepSeconds = (int)step.TotalSeconds;
        var archives = new List<ArchiveDefinition>();
        if (step < TimeSpan.FromSeconds(10))
        {
            Add(step, TimeSpan.FromHours(6));
            if (10 % stepSeconds == 0)
                Add(TimeSpan.FromSeconds(10), TimeSpan.FromHours(36));
        }
        else if (step < TimeSpan.FromMinutes(1))
        {
            Add(step, TimeSpan.FromHours(36));
        }
        foreach (var (row, kept) in Levels)
            Add(row, kept);
        // Two readings may be a step and a half apart when one is late and the next is not; two missing readings are a gap.
        return new Schema(stepSeconds, (5 * stepSeconds + 1) / 2, [.. archives]);

        void Add(TimeSpan row, TimeSpan kept)
        {
            var (steps, rows) = ((int)(row / step), (int)(kept / row));
            archives.Add(new ArchiveDefinition(ConsolidationFunction.Average, steps, rows));
            if (steps == 1)
                return;
            archives.Add(new ArchiveDefinition(ConsolidationFunction.Minimum, steps, rows));
            archives.Add(new ArchiveDefinition(ConsolidationFunction.Maximum, steps, rows));
        }
    }
}
