namespace Metrics.RrdStore.Storage;

/// <summary>The last state of a shard that the log has, on its way into the shard.</summary>
internal sealed class LoggedState
{
    private byte[] memory = [];
    private int length;

    /// <summary>Number of the last log record that it contains.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Payload => memory.AsSpan(0, length);

    /// <summary>After <see cref="Restore"/>, the first slot that has no layout, where it ended; -1: all was read.</summary>
    public int UnknownSlot { get; private set; } = -1;

    /// <summary>After <see cref="Restore"/>, late readings that were not worked in when it was logged.</summary>
    public List<Reading> Late { get; } = [];

    /// <summary>Takes a later state, in the place of the one before it: the log has several of each shard.</summary>
    public void Set(ReadOnlySpan<byte> payload, ulong sequence)
    {
        if (memory.Length < payload.Length)
            memory = GC.AllocateUninitializedArray<byte>(payload.Length + payload.Length / 8);
        payload.CopyTo(memory);
        (length, Sequence) = (payload.Length, sequence);
    }

    /// <summary>Puts it into a shard. What was read is let go at once: of a million series the states are half a gigabyte.</summary>
    /// <param name="shard">A shard without series.</param>
    /// <param name="layoutOf">Gives the layout of a definition, by slot and version; null when there is none.</param>
    /// <exception cref="InvalidDataException">The bytes are no state.</exception>
    public void Restore(Shard shard, Func<int, uint, Layout?> layoutOf)
    {
        UnknownSlot = ShardSnapshot.Restore(shard, Payload, layoutOf, Late.Add);
        if (UnknownSlot < 0)
            (memory, length) = ([], 0);
    }
}
