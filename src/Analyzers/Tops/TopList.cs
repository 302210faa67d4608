using System.Runtime.InteropServices;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tops;

/// <summary>The most frequent names of a stream, in bounded memory: when the list is full its lower half goes, and what comes anew
/// may have been among that, which its error says.</summary>
/// <remarks>Each count is at most its error too large and never too small, and whoever was in more than a share of 2 / <paramref name="most"/> of all is in the list
/// (frequent items with a floor, as in Metwally, Agrawal, El Abbadi: Efficient Computation of Frequent and Top-k Elements in Data Streams, 2005).</remarks>
/// <param name="key">What it is the list of.</param>
/// <param name="most">Entries it holds.</param>
internal sealed class TopList(TopKey key, int most)
{
    /// <summary>Longest name, in bytes; longer ones are cut.</summary>
    public const int MostNameBytes = 200;

    private readonly Dictionary<ulong, Entry> entries = [];
    private readonly List<byte[]> removed = [];

    /// <summary>What it is the list of.</summary>
    public TopKey Key => key;

    /// <summary>Entries there are.</summary>
    public int Length => entries.Count;

    /// <summary>What a name that is not in the list can have been counted before, at most.</summary>
    public long Floor { get; private set; }

    /// <summary>Whether something has changed since <see cref="Saved"/>.</summary>
    public bool Changed { get; private set; }

    /// <summary>Names that have gone since <see cref="Saved"/>.</summary>
    public IReadOnlyList<byte[]> Removed => removed;

    /// <summary>Counts a name once.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <param name="bytes">Its bytes.</param>
    public void Add(ReadOnlySpan<byte> name, long bytes)
    {
        name = name[..Math.Min(name.Length, MostNameBytes)];
        if (entries.Count >= most)
            Shorten();
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, ByteKeys.Hash(name), out var known);
        if (!known)
            entry = new Entry { Name = name.ToArray(), Count = Floor, Error = Floor };
        entry.Count++;
        entry.Bytes += bytes;
        entry.Changed = Changed = true;
    }

    /// <summary>Takes back an entry from the database; one without a name is the floor.</summary>
    public void Restore(byte[] name, long count, long bytes, long error)
    {
        if (name.Length == 0)
            Floor = count;
        else
            entries[ByteKeys.Hash(name)] = new Entry { Name = name, Count = count, Bytes = bytes, Error = error };
    }

    /// <summary>All entries, in no order.</summary>
    /// <param name="changedOnly">Only what has changed since <see cref="Saved"/>.</param>
    public IEnumerable<(byte[] Name, long Count, long Bytes, long Error)> Entries(bool changedOnly) =>
        entries.Values.Where(e => e.Changed || !changedOnly).Select(e => (e.Name, e.Count, e.Bytes, e.Error));

    /// <summary>Says that the database has all of it.</summary>
    public void Saved()
    {
        foreach (var hash in entries.Keys)
            CollectionsMarshal.GetValueRefOrNullRef(entries, hash).Changed = false;
        removed.Clear();
        Changed = false;
    }

    private void Shorten()
    {
        var counts = entries.Values.Select(e => e.Count).Order().ToArray();
        Floor = Math.Max(Floor, counts[(counts.Length - 1) / 2]);
        foreach (var (hash, entry) in entries)
        {
            if (entry.Count > Floor)
                continue;
            entries.Remove(hash);
            removed.Add(entry.Name);
        }
        Changed = true;
    }

    private struct Entry
    {
        public byte[] Name;
        public long Count;
        public long Bytes;
        public long Error;
        public bool Changed;
    }
}
