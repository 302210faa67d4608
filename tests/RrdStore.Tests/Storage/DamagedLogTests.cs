using System.Buffers.Binary;
using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>What it costs to find the way through a damaged log. Opening one took minutes once.</summary>
public sealed class DamagedLogTests : IDisposable
{
    private const int Size = 1 << 20;

    private readonly StoreDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Records_of_an_earlier_life_behind_damage_are_passed_over_by_their_numbers()
    {
        var segment = Segment(firstSequence: 1_000_000);
        var at = LogSegment.HeaderSize;
        at += Record(segment, at, 1_000_000, 100);
        for (var sequence = 1UL; at + 200 < Size; sequence++)
            at += Record(segment, at, sequence, 100);
        segment[LogSegment.HeaderSize + 30] ^= 1;

        var reader = Read(segment);
        Assert.Equal(0, reader.BytesSearched);
        Assert.Empty(reader.Segments);
    }

    [Fact]
    public void The_next_record_behind_damage_is_found_at_the_cost_of_one_checksum()
    {
        var segment = Segment(firstSequence: 1);
        var at = LogSegment.HeaderSize;
        for (var sequence = 1UL; sequence <= 3; sequence++)
            at += Record(segment, at, sequence, 1000);
        segment[LogSegment.HeaderSize + 1017 + 500] ^= 1;

        var reader = Read(segment);
        Assert.Equal(1017, reader.BytesSearched);
        Assert.Equal(3UL, reader.LastSequence);
        Assert.Contains("1 records from number 2 on are damaged", Assert.Single(reader.Faults));
    }

    [Fact]
    public void A_segment_full_of_what_looks_like_records_is_given_up_after_a_bounded_search()
    {
        var segment = Segment(firstSequence: 1);
        for (var at = LogSegment.HeaderSize; at + LogRecord.HeaderSize <= Size; at += LogRecord.HeaderSize)
        {
            BinaryPrimitives.WriteInt32LittleEndian(segment.AsSpan(at), Size - at - LogRecord.HeaderSize);
            BinaryPrimitives.WriteUInt64LittleEndian(segment.AsSpan(at + 8), 5);
            segment[at + 16] = (byte)LogRecordType.Readings;
        }
        var reader = Read(segment);
        Assert.InRange(reader.BytesSearched, Size, 17L * Size);
        Assert.Empty(reader.Segments);
    }

    // After a failed sync: record 3 was written again into segment 2, of which the power left the head alone.
    [Fact]
    public void A_segment_without_records_stays_while_it_says_what_does_not_count_before_it()
    {
        var segment = Segment(firstSequence: 1);
        var at = LogSegment.HeaderSize;
        for (var sequence = 1UL; sequence <= 3; sequence++)
            at += Record(segment, at, sequence, 1000);
        var second = Path.Combine(directory.Path, "log", LogSegment.NameOf(2));
        Directory.CreateDirectory(Path.GetDirectoryName(second)!);
        LogSegment.Prepare(new Disk(), second, Size);
        LogSegment.Begin(new Disk(), second, 2, 3).Dispose();

        var reader = Read(segment);
        Assert.Equal(2UL, reader.LastSequence);
        Assert.Equal([1, 2], reader.Segments);
        Assert.Empty(reader.Unused);
        Assert.Equal(LogSegment.HeaderSize, reader.End);
    }

    private LogReader Read(byte[] segment)
    {
        var log = Path.Combine(directory.Path, "log");
        Directory.CreateDirectory(log);
        File.WriteAllBytes(Path.Combine(log, LogSegment.NameOf(1)), segment);
        return LogReader.Open(new Disk(), log, (_, _, _) => { });
    }

    private byte[] Segment(ulong firstSequence)
    {
        var path = Path.Combine(directory.Path, "segment");
        LogSegment.Prepare(new Disk(), path, Size);
        LogSegment.Begin(new Disk(), path, 1, firstSequence).Dispose();
        return File.ReadAllBytes(path);
    }

    private static int Record(byte[] segment, int at, ulong sequence, int payload)
    {
        var record = segment.AsSpan(at, LogRecord.HeaderSize + payload);
        record[LogRecord.HeaderSize..].Fill((byte)sequence);
        LogRecord.Seal(record, sequence, LogRecordType.Readings);
        return record.Length;
    }
}
