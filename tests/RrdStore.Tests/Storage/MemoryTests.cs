using System.Runtime.CompilerServices;
using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>What a series takes in memory, and what a rush leaves there.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void The_state_of_a_series_and_of_a_column_stays_small()
    {
        Assert.Equal(16, Unsafe.SizeOf<ColumnState>());
        Assert.InRange(Unsafe.SizeOf<SeriesState>(), 1, 80);
    }

    [Theory, InlineData(0, 0), InlineData(Column.FineCapacity, 0), InlineData(3, ArchiveDefinition.MaximumStepsPerRow)]
    public void Rows_that_wait_and_unknown_points_are_counted_apart(int waiting, int unknown)
    {
        var state = new ColumnState { OpenUnknown = unknown, HotCount = waiting, OpenRowNumber = 7 };
        Assert.Equal((waiting, unknown, 7u), (state.HotCount, state.OpenUnknown, state.OpenRowNumber));
        Assert.Equal(waiting, state.AddHot());
        Assert.Equal((waiting + 1, unknown, 8u), (state.HotCount, state.OpenUnknown, state.OpenRowNumber));
        state.HotCount = 0;
        Assert.Equal((0, unknown), (state.HotCount, state.OpenUnknown));
    }

    [Fact]
    public void Records_of_a_rush_keep_their_order_and_leave_no_page_behind()
    {
        var (buffer, later) = (new LogBuffer(), new LogBuffer());
        var lengths = Enumerable.Range(1, 300).Select(i => i % 50 == 0 ? LogBuffer.PageSize + i : 20_000 + i).ToArray();
        for (var i = 0; i < lengths.Length; i++)
        {
            var target = i < 200 ? buffer : later;
            // As for readings: more room is asked for than is needed.
            target.Begin(lengths[i] * 2)[..lengths[i]].Fill((byte)i);
            target.End(LogRecordType.Readings, (ulong)i + 1, lengths[i]);
        }
        buffer.Take(later);
        Assert.Equal(0, later.Length + later.PageCount);
        Assert.Equal((lengths.Sum(l => l + LogRecord.HeaderSize), 300UL), (buffer.Length, buffer.LastSequence));

        var next = 0;
        for (var page = 0; page < buffer.PageCount; page++)
            for (var rest = buffer.Page(page); !rest.IsEmpty; next++)
            {
                Assert.True(LogRecord.TryRead(rest, out var sequence, out _, out var length));
                Assert.Equal(((ulong)next + 1, LogRecord.HeaderSize + lengths[next]), (sequence, length));
                Assert.Equal(-1, rest[LogRecord.HeaderSize..length].IndexOfAnyExcept((byte)next));
                rest = rest[length..];
            }
        Assert.Equal(lengths.Length, next);
        buffer.Clear();
        Assert.Equal(0, buffer.Length + buffer.PageCount);
    }
}
