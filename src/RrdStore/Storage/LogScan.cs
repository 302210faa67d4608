namespace Metrics.RrdStore.Storage;

/// <summary>Goes through records of the log and gives windows what is theirs.</summary>
/// <param name="windows">The windows, by number of the shard.</param>
internal sealed class LogScan(Dictionary<int, LogWindow> windows)
{
    /// <summary>Number of the record taken last.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Records after this one are left out: while they are being written, half of one can be read and the next as a whole.</summary>
    public ulong Limit { get; set; } = ulong.MaxValue;

    /// <summary>Takes a record.</summary>
    public void Take(ulong sequence, LogRecordType type, ReadOnlySpan<byte> payload)
    {
        if (sequence > Limit)
            return;
        if (sequence != LastSequence + 1 || LastSequence == 0)
            foreach (var window in windows.Values)
                window.Begin(sequence);
        LastSequence = sequence;
        if (type == LogRecordType.Readings)
            TakeReadings(sequence, payload);
        else if (type == LogRecordType.Shard && ShardSnapshot.Identify(payload) is var (shard, state) && windows.TryGetValue(shard, out var its))
            its.TakeState(state, payload);
    }

    private void TakeReadings(ulong sequence, ReadOnlySpan<byte> payload)
    {
        var source = new ByteSource(payload);
        var id = -1;
        var microseconds = 0L;
        while (!source.IsEmpty)
        {
            ReadingCodec.Read(ref source, ref id, ref microseconds, out var kind, out var bits);
            if (windows.TryGetValue(id / Shard.Capacity, out var window))
                window.Take(sequence, Reading.FromBits(new SeriesId(id), microseconds, kind, bits));
        }
    }
}
