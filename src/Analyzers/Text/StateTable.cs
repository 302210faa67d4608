using System.Buffers;

namespace Metrics.Analyzers.Text;

/// <summary>Entries that a log's lines begin and end by a name, kept beyond a restart.</summary>
/// <typeparam name="T">What is known of one.</typeparam>
/// <param name="key">First byte of their keys, which nothing else in the log's state has.</param>
/// <param name="most">Most entries; one more, and all are forgotten: more are never under way unless a log lies.</param>
/// <param name="write">Writes one down.</param>
/// <param name="read">Reads what <paramref name="write"/> wrote.</param>
internal sealed class StateTable<T>(byte key, int most, Action<StateWriter, T> write, StateTable<T>.Reader read)
{
    private readonly Dictionary<byte[], T> open = new(ByteKeys.Exact);
    private readonly HashSet<byte[]> changed = new(ByteKeys.Exact);
    private readonly HashSet<byte[]> saved = new(ByteKeys.Exact);

    /// <summary>Reads an entry.</summary>
    internal delegate T Reader(ref StateReader state);

    /// <summary>Begins an entry, or changes it.</summary>
    public void Put(ReadOnlySpan<byte> name, T entry)
    {
        if (open.Count >= most)
        {
            changed.UnionWith(open.Keys);
            open.Clear();
        }
        var own = name.ToArray();
        open[own] = entry;
        changed.Add(own);
    }

    /// <summary>Finds an entry.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out T? entry) => open.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out entry);

    /// <summary>Ends an entry.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(ReadOnlySpan<byte> name, out T? entry)
    {
        if (!open.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(name, out var own, out entry))
            return false;
        changed.Add(own);
        return true;
    }

    /// <summary>Tells what has changed since the last time.</summary>
    public void Save(StateChanges changes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var name in changed)
        {
            if (open.TryGetValue(name, out var entry))
            {
                buffer.ResetWrittenCount();
                write(new StateWriter(buffer), entry);
                changes.Put.Add(([key, .. name], buffer.WrittenSpan.ToArray()));
                saved.Add(name);
            }
            else if (saved.Remove(name))
            {
                changes.Removed.Add([key, .. name]);
            }
        }
        changed.Clear();
    }

    /// <summary>Takes an entry back.</summary>
    /// <returns>False when it is of something else.</returns>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public bool Restore(ReadOnlySpan<byte> stateKey, ReadOnlySpan<byte> value)
    {
        if (stateKey.IsEmpty || stateKey[0] != key)
            return false;
        var state = new StateReader(value);
        var name = stateKey[1..].ToArray();
        open[name] = read(ref state);
        saved.Add(name);
        return true;
    }
}
