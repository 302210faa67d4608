using System.Buffers;
using System.Runtime.InteropServices;

namespace Metrics.Analyzers.Text;

/// <summary>Entries that a log's lines begin and end by a name, kept beyond a restart.</summary>
/// <typeparam name="T">What is known of one.</typeparam>
/// <param name="key">First byte of their keys, which nothing else in the log's state has.</param>
/// <param name="most">Most entries; one more, and all are forgotten: more are never under way unless a log lies.</param>
/// <param name="write">Writes one down.</param>
/// <param name="read">Reads what <paramref name="write"/> wrote.</param>
internal sealed class StateTable<T>(byte key, int most, Action<StateWriter, T> write, StateTable<T>.Reader read)
{
    private readonly Dictionary<byte[], Entry> open = new(ByteKeys.Exact);

    // Keys of entries that were told and are gone. Most begin and end between two commits: nothing is told of them.
    private readonly List<byte[]> removed = [];

    /// <summary>Reads an entry.</summary>
    internal delegate T Reader(ref StateReader state);

    /// <summary>Begins an entry, or changes it.</summary>
    public void Put(ReadOnlySpan<byte> name, T value)
    {
        if (open.Count >= most)
        {
            removed.AddRange(open.Where(entry => entry.Value.IsTold).Select(entry => StateKey(entry.Key)));
            open.Clear();
        }
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(open.GetAlternateLookup<ReadOnlySpan<byte>>(), name, out _);
        entry = entry with { Value = value, IsChanged = true };
    }

    /// <summary>Finds an entry.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out T? value)
    {
        var found = open.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var entry);
        value = entry.Value;
        return found;
    }

    /// <summary>Ends an entry.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(ReadOnlySpan<byte> name, out T? value)
    {
        var found = open.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(name, out var own, out var entry);
        if (entry.IsTold)
            removed.Add(StateKey(own!));
        value = entry.Value;
        return found;
    }

    /// <summary>Tells what has changed since the last time.</summary>
    public void Save(StateChanges changes)
    {
        changes.Removed.AddRange(removed);
        removed.Clear();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var name in open.Keys)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(open, name);
            if (!entry.IsChanged)
                continue;
            buffer.ResetWrittenCount();
            write(new StateWriter(buffer), entry.Value);
            changes.Put.Add((StateKey(name), buffer.WrittenSpan.ToArray()));
            entry = entry with { IsChanged = false, IsTold = true };
        }
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
        open[name] = new Entry(read(ref state), IsChanged: false, IsTold: true);
        return true;
    }

    private byte[] StateKey(byte[] name) => [key, .. name];

    private readonly record struct Entry(T Value, bool IsChanged, bool IsTold);
}
