using System.Runtime.InteropServices;
using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Storage;

/// <summary>The state of a shard after one log record, as it is logged itself: recovery starts from it and applies what came later.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Sequence">Number of the log record after which it was taken.</param>
/// <param name="Memory">From <see cref="SharedMemory"/>; begins with its bytes.</param>
/// <param name="Length">How many they are.</param>
/// <param name="NeededSegment">The log segment that the next record goes into: recovery needs it and those after it.</param>
/// <param name="IsRegular">Whether it is one of those that are taken after so many readings, not one for a change.</param>
/// <param name="Changes"><see cref="Shard.Changes"/> then.</param>
internal sealed record ShardSnapshot(Shard Shard, ulong Sequence, byte[] Memory, int Length, long NeededSegment, bool IsRegular, int Changes)
{
    /// <summary>Takes the state of a shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="sequence">Number of the last log record that it contains.</param>
    /// <param name="segment">Number of the log segment in use.</param>
    /// <param name="late">Late readings that are not worked in yet.</param>
    /// <param name="isRegular">Whether it is not for a change.</param>
    /// <param name="sink">A buffer.</param>
    public static ShardSnapshot Of(Shard shard, ulong sequence, long segment, IReadOnlyList<Reading> late, bool isRegular, ByteSink sink)
    {
        sink.Clear();
        sink.Varint((ulong)shard.Number);
        sink.Varint(sequence);
        var memory = shard.Memory;
        for (var slot = 0; slot < shard.Slots; slot++)
        {
            ref var series = ref memory.Series[slot];
            if (series.Layout is not { } layout || series.LastMicroseconds == 0)
                continue;
            var writer = new ByteWriter(sink.Room(MaximumSizeOf(layout)));
            writer.WriteUnsigned((ulong)slot + 1);
            Write(ref writer, series);
            for (var i = 0; i < layout.Columns.Length; i++)
            {
                ref readonly var column = ref memory.Columns[series.ColumnBase + i];
                Write(ref writer, column, memory.Hot.AsSpan(series.HotBase + layout.Columns[i].HotOffset, column.HotCount), layout.Columns[i]);
            }
            sink.Advance(writer.Position);
        }
        sink.Varint(0);
        Write(sink, late);
        if (isRegular)
            (shard.ReadingsSinceSnapshot, shard.Turns) = (0, 0);
        var bytes = SharedMemory.Rent(sink.Length);
        sink.Written.CopyTo(bytes);
        return new ShardSnapshot(shard, sequence, bytes, sink.Length, segment, isRegular, shard.Changes);
    }

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Payload => Memory.AsSpan(0, Length);

    /// <summary>Gives the memory free: its bytes are in the log.</summary>
    public void Release() => SharedMemory.Return(Memory);

    /// <summary>Which shard a snapshot is of, and the last log record it contains.</summary>
    public static (int Shard, ulong Sequence) Identify(ReadOnlySpan<byte> payload)
    {
        var source = new ByteSource(payload);
        return (source.Count(), source.Varint());
    }

    /// <summary>Puts the state into a shard.</summary>
    /// <param name="shard">A shard without series.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="layoutOf">Gives the layout of a definition, by slot and version; null when there is none.</param>
    /// <param name="onLate">Takes late readings that were not worked in then.</param>
    /// <returns>The first slot that has no layout, where it ends: what follows cannot be read without. -1: all was read.</returns>
    /// <exception cref="InvalidDataException">The bytes are no snapshot.</exception>
    public static int Restore(Shard shard, ReadOnlySpan<byte> payload, Func<int, uint, Layout?> layoutOf, Action<Reading> onLate)
    {
        var source = new ByteSource(payload);
        source.Count();
        source.Varint();
        while (source.Count() is var next && next > 0)
        {
            var slot = next - 1;
            var version = (uint)source.Varint();
            if (slot >= Shard.Capacity)
                throw new InvalidDataException($"The state of shard {shard.Number} has a series in slot {slot}.");
            if (layoutOf(slot, version) is not { } layout)
                return slot;
            shard.Place(slot, layout, version);
            var memory = shard.Memory;
            ref var series = ref memory.Series[slot];
            Read(ref source, ref series, layout);
            for (var i = 0; i < layout.Columns.Length; i++)
                Read(ref source, ref memory.Columns[series.ColumnBase + i],
                    memory.Hot.AsSpan(series.HotBase + layout.Columns[i].HotOffset, layout.Columns[i].HotCapacity), series, layout, layout.Columns[i]);
            if (series.Unsettled > 0 && (!layout.HasPoints || series.Unsettled > memory.Columns[series.ColumnBase].HotCount))
                throw new InvalidDataException($"{series.Unsettled} points wait to be consolidated; there are not so many.");
        }
        var id = -1;
        var microseconds = 0L;
        while (!source.IsEmpty)
        {
            ReadingCodec.Read(ref source, ref id, ref microseconds, out var kind, out var bits);
            onLate(Reading.FromBits(new SeriesId(id), microseconds, kind, bits));
        }
        return -1;
    }

    // As in a record of readings.
    private static void Write(ByteSink sink, IReadOnlyList<Reading> late)
    {
        var series = -1;
        var microseconds = 0L;
        foreach (var reading in late)
        {
            ref var room = ref MemoryMarshal.GetReference(sink.Room(ReadingCodec.MaximumSize));
            sink.Advance(ReadingCodec.Write(
                ref room, reading.Series.Value, reading.UnixMicroseconds, reading.Kind, reading.Bits, series, microseconds));
            (series, microseconds) = (reading.Series.Value, reading.UnixMicroseconds);
        }
    }

    // Every varint as of 10 bytes.
    private static int MaximumSizeOf(Layout layout)
    {
        var size = 10 * 10;
        foreach (var column in layout.Columns)
            size += sizeof(double) + 10 + 1 + BlockCodec.MaximumLength(column.HotCapacity);
        return size;
    }

    private static void Write(ref ByteWriter writer, in SeriesState series)
    {
        writer.WriteUnsigned(series.Version);
        writer.WriteByte((byte)((int)series.LastKind | (series.AnyClosed ? 4 : 0)));
        writer.WriteUnsigned((ulong)series.LastMicroseconds);
        writer.WriteWord((ulong)series.LastBits);
        Write(ref writer, series.Point.Sum);
        writer.WriteUnsigned((ulong)series.Point.UnknownMicroseconds);
        Write(ref writer, series.Latest);
        writer.WriteUnsigned(series.FirstKnownSeconds);
        writer.WriteUnsigned((ulong)series.Unsettled);
    }

    private static void Read(ref ByteSource source, ref SeriesState series, Layout layout)
    {
        var flags = source.Byte();
        series.LastKind = (ReadingKind)(flags & 3);
        series.AnyClosed = (flags & 4) != 0;
        series.LastMicroseconds = (long)source.Varint();
        series.LastBits = source.Int64();
        series.Point.Sum = source.Double();
        series.Point.UnknownMicroseconds = (long)source.Varint();
        series.Latest = source.Double();
        series.FirstKnownSeconds = (uint)source.Varint();
        series.Unsettled = source.Count();
        series.StepEndSeconds = (uint)((series.LastMicroseconds / layout.StepMicroseconds + 1) * layout.Schema.StepSeconds);
    }

    private static void Write(ref ByteWriter writer, in ColumnState column, ReadOnlySpan<double> hot, Column definition)
    {
        if (definition.StepsPerRow > 1)
        {
            Write(ref writer, column.OpenValue);
            writer.WriteUnsigned((ulong)column.OpenUnknown);
        }
        writer.WriteByte((byte)hot.Length);
        if (definition.StepsPerRow == 1)
            writer.Advance(BlockCodec.Encode(hot, writer.Rest, isBrief: true));
        else
            // So few rows are not worth the codec's time.
            foreach (var row in hot)
                Write(ref writer, row);
    }

    private static void Write(ref ByteWriter writer, double value) => writer.WriteWord(BitConverter.DoubleToUInt64Bits(value));

    // Where the open row is follows from the time of the last reading, and from how many points were not taken yet.
    private static void Read(
        ref ByteSource source, ref ColumnState column, Span<double> hot, in SeriesState series, Layout layout, Column definition)
    {
        var step = series.LastMicroseconds / layout.StepMicroseconds - (definition.StepsPerRow > 1 ? series.Unsettled : 0);
        column.OpenRowNumber = (uint)(step / definition.StepsPerRow);
        if (definition.StepsPerRow > 1)
        {
            column.OpenValue = source.Double();
            var unknown = source.Count();
            if (unknown > definition.StepsPerRow)
                throw new InvalidDataException($"{unknown} points are unknown of a row of {definition.StepsPerRow}.");
            column.OpenUnknown = unknown;
        }
        var count = source.Byte();
        if (count > hot.Length)
            throw new InvalidDataException($"A column waits with {count} rows where {hot.Length} have room.");
        column.HotCount = count;
        if (definition.StepsPerRow == 1)
            source.Skip(BlockCodec.Decode(source.Rest, hot[..column.HotCount]));
        else
            for (var i = 0; i < column.HotCount; i++)
                hot[i] = source.Double();
    }
}
