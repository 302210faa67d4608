using System.Buffers;
using System.Numerics;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tops;

/// <summary>The most frequent names of a stream, in bounded memory: when the list is full its lower half goes, and what comes anew
/// may have been among that, which its error says.</summary>
/// <remarks>Each count is at most its error too large and never too small, and whoever was in more than a share of 2 / <paramref name="most"/> of all is in the list.
/// Names that are not in it are counted together, many in a cell, and come in when their cell has more than the floor: names that come once
/// cost no place (Homem, Carvalho: Finding top-k elements in data streams, 2010). Entries lie one behind the other and are found by a table of open addressing, since every line of a log comes through here. What a list counts for others too,
/// the server's or that of directories, it gives on later and in sums: see <see cref="PassOn()"/>.</remarks>
/// <param name="key">What it is the list of.</param>
/// <param name="most">Entries it holds.</param>
/// <param name="whole">The list of the server that ranks the same names; null where there is none.</param>
/// <param name="directories">The list of the directories that these names are in; null where there is none.</param>
internal sealed class TopList(TopKey key, int most, TopList? whole = null, TopList? directories = null)
{
    /// <summary>Longest name, in bytes; longer ones are cut, and those that begin alike are one.</summary>
    public const int MostNameBytes = 200;

    private const int FirstLength = 8;
    private const int CellsPerEntry = 4;

    private readonly List<byte[]> removed = [];
    private Entry[] entries = new Entry[FirstLength];

    // One more than the place of an entry; 0: none. Four times as long as the entries at least, so that most are found where they are looked for first.
    private int[] table = new int[4 * FirstLength];

    // What names outside were counted, by the upper bits of their hashes; nothing as long as none had to go.
    private long[] cells = [];

    /// <summary>What it is the list of.</summary>
    public TopKey Key => key;

    /// <summary>Entries there are.</summary>
    public int Length { get; private set; }

    /// <summary>What a name that is not in the list can have been counted before, at most.</summary>
    public long Floor { get; private set; }

    /// <summary>Whether something has changed since <see cref="Saved"/>.</summary>
    public bool Changed { get; private set; }

    /// <summary>Names that the database has and that have gone since <see cref="Saved"/>.</summary>
    public IReadOnlyList<byte[]> Removed => removed;

    /// <summary>Counts a name.</summary>
    /// <param name="hash">Hash of the whole name; see <see cref="NameHash"/>.</param>
    /// <param name="name">The name; not empty.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="count">How often it came.</param>
    public void Add(ulong hash, ReadOnlySpan<byte> name, long bytes, long count = 1)
    {
        // After a restart no more is known of it than what is kept.
        if (name.Length > MostNameBytes)
            hash = NameHash.Of(name[..MostNameBytes]);
        ref var entry = ref Find(hash);
        if (entry.Name is null)
        {
            var before = 0L;
            if (cells.Length > 0)
            {
                ref var cell = ref Cell(hash);
                if (cell + count <= Floor)
                {
                    cell += count;
                    PassOn(hash, name, bytes, count);
                    return;
                }
                before = cell;
            }
            if (Length == entries.Length)
                MakeRoom();
            entry = ref Insert(hash, name[..Math.Min(name.Length, MostNameBytes)].ToArray(), before, 0, before);
        }
        entry.Count += count;
        entry.Bytes = Counts.Plus(entry.Bytes, bytes);
        entry.Changed = Changed = true;
        if (name.Length <= MostNameBytes)
            return;
        // Its directory cannot be told from what is kept of it.
        PassOn(hash, name, bytes, count);
        (entry.PassedCount, entry.PassedBytes) = (entry.Count, entry.Bytes);
    }

    /// <summary>Gives on what was counted since the last time: to the list of the server, and to that of the directories.</summary>
    public void PassOn()
    {
        if (!Changed || !Passes)
            return;
        foreach (ref var entry in entries.AsSpan(0, Length))
            if (entry.Changed)
                PassOn(ref entry);
    }

    /// <summary>Takes back an entry from the database; one without a name is the floor.</summary>
    public void Restore(ulong hash, byte[] name, long count, long bytes, long error)
    {
        if (name.Length == 0)
        {
            Floor = count;
            cells = NewCells();
            Array.Fill(cells, Floor);
            return;
        }
        if (Length == entries.Length)
            MakeRoom();
        Insert(hash, name, count, bytes, error).Known = true;
    }

    private bool Passes => whole is not null || directories is not null;

    private void PassOn(ref Entry entry)
    {
        if (entry.Count == entry.PassedCount)
            return;
        PassOn(entry.Hash, entry.Name, entry.Bytes - entry.PassedBytes, entry.Count - entry.PassedCount);
        (entry.PassedCount, entry.PassedBytes) = (entry.Count, entry.Bytes);
    }

    private void PassOn(ulong hash, ReadOnlySpan<byte> name, long bytes, long count)
    {
        whole?.Add(hash, name, bytes, count);
        if (directories is null)
            return;
        var directory = name[..(name.LastIndexOf((byte)'/') + 1)];
        if (!directory.IsEmpty)
            directories.Add(NameHash.Of(directory), directory, bytes, count);
    }

    /// <summary>All entries, in no order.</summary>
    /// <param name="changedOnly">Only what has changed since <see cref="Saved"/>.</param>
    public IEnumerable<(byte[] Name, long Count, long Bytes, long Error)> Entries(bool changedOnly) =>
        entries.Take(Length).Where(e => e.Changed || !changedOnly).Select(e => (e.Name, e.Count, e.Bytes, e.Error));

    /// <summary>Says that the database has all of it.</summary>
    public void Saved()
    {
        foreach (ref var entry in entries.AsSpan(0, Length))
            (entry.Changed, entry.Known) = (false, true);
        removed.Clear();
        Changed = false;
    }

    // An entry without a name where there is none.
    private ref Entry Find(ulong hash)
    {
        var mask = table.Length - 1;
        for (var slot = (int)hash & mask; table[slot] != 0; slot = (slot + 1) & mask)
        {
            ref var entry = ref entries[table[slot] - 1];
            if (entry.Hash == hash)
                return ref entry;
        }
        return ref Entry.None;
    }

    private ref Entry Insert(ulong hash, byte[] name, long count, long bytes, long error)
    {
        entries[Length] = new Entry { Hash = hash, Name = name, Count = count, Bytes = bytes, Error = error, PassedCount = count, PassedBytes = bytes };
        Place(Length++);
        return ref entries[Length - 1];
    }

    private void MakeRoom()
    {
        if (Length < most)
            Array.Resize(ref entries, Math.Min(most, 2 * Length));
        else
            Shorten();
        Index();
    }

    private void Shorten()
    {
        var counts = ArrayPool<long>.Shared.Rent(Length);
        for (var i = 0; i < Length; i++)
            counts[i] = entries[i].Count;
        Array.Sort(counts, 0, Length);
        Floor = Math.Max(Floor, counts[(Length - 1) / 2]);
        ArrayPool<long>.Shared.Return(counts);
        if (cells.Length == 0)
            cells = NewCells();
        var left = 0;
        for (var i = 0; i < Length; i++)
        {
            ref var entry = ref entries[i];
            if (entry.Count > Floor)
            {
                entries[left++] = entry;
                continue;
            }
            if (Passes)
                PassOn(ref entry);
            ref var cell = ref Cell(entry.Hash);
            cell = Math.Max(cell, entry.Count);
            if (entry.Known)
                removed.Add(entry.Name);
        }
        entries.AsSpan(left, Length - left).Clear();
        Length = left;
        Changed = true;
    }

    private long[] NewCells() => new long[BitOperations.RoundUpToPowerOf2((uint)(CellsPerEntry * most))];

    private ref long Cell(ulong hash) => ref cells[hash >> (64 - BitOperations.Log2((uint)cells.Length))];

    private void Index()
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)(4 * entries.Length));
        if (table.Length == length)
            Array.Clear(table);
        else
            table = new int[length];
        for (var i = 0; i < Length; i++)
            Place(i);
    }

    private void Place(int entry)
    {
        var mask = table.Length - 1;
        var slot = (int)entries[entry].Hash & mask;
        while (table[slot] != 0)
            slot = (slot + 1) & mask;
        table[slot] = entry + 1;
    }

    private struct Entry
    {
        // Never written: who finds it inserts another.
        public static Entry None;

        public ulong Hash;
        public byte[] Name;
        public long Count;
        public long Bytes;
        public long Error;

        // What other lists have got of it.
        public long PassedCount;
        public long PassedBytes;

        // Not in the database as it is.
        public bool Changed;

        // In the database, in this or an earlier form.
        public bool Known;
    }
}
