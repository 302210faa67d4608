using System.Buffers;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tests.Detectors;

public sealed class RecentTimesTests
{
    private const int Most = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void How_many_there_were_within_a_day_is_what_a_list_says_whatever_lies_between_them(int seed)
    {
        var random = new Random(seed);
        var (times, list, now) = (new RecentTimes(Most), new List<long>(), 1_795_608_000L);
        for (var i = 0; i < 3_000; i++)
        {
            // Bursts, pauses of hours, of most of a day, and of days; sometimes a line that comes late.
            now += random.Next(6) switch { 0 => -5, 1 => random.Next(100_000), 2 => random.Next(65_000, 66_000), 3 => random.Next(4_000), _ => random.Next(10) };
            list.Add(Math.Max(now, list.LastOrDefault()));
            times.Add(now);
            now = list[^1];
            if (random.Next(50) == 0)
                times = Restarted(times);
            foreach (var span in new[] { 60, 600, 3_600, 86_400 })
                Assert.Equal(list.TakeLast(Most).Count(t => t > now - span), times.Within(span, now));
        }
    }

    private static RecentTimes Restarted(RecentTimes times)
    {
        var (buffer, restored) = (new ArrayBufferWriter<byte>(), new RecentTimes(Most));
        times.Save(new StateWriter(buffer));
        var state = new StateReader(buffer.WrittenSpan);
        restored.Restore(ref state);
        return restored;
    }
}
