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

    // Nobody gains by knowing which of equally rare names stay.
    private const ulong OrderSecret = 0x9E37_79B9_7F4A_7C15;

    private readonly List<byte[]> removed = [];

    // Every line changes the counts, and little else: they lie close together. The name that belongs to them stands at the same place.
    private Tally[] tallies = new Tally[FirstLength];
    private Named[] names = new Named[FirstLength];

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
        var place = Find(hash);
        if (place < 0)
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
            place = Insert(hash, name[..Math.Min(name.Length, MostNameBytes)].ToArray(), before, 0, before);
        }
        ref var tally = ref tallies[place];
        tally.Count += count;
        tally.Bytes = Counts.Plus(tally.Bytes, bytes);
        tally.Changed = Changed = true;
        if (name.Length <= MostNameBytes)
            return;
        // Its directory cannot be told from what is kept of it.
        PassOn(hash, name, bytes, count);
        (names[place].PassedCount, names[place].PassedBytes) = (tally.Count, tally.Bytes);
    }

    /// <summary>Gives on what was counted since the last time: to the list of the server, and to that of the directories.</summary>
    public void PassOn()
    {
        if (!Changed || !Passes)
            return;
        for (var i = 0; i < Length; i++)
            if (tallies[i].Changed)
                PassOn(i);
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
        // First: it may move them.
        var place = Insert(hash, name, count, bytes, error);
        names[place].Known = true;
    }

    private bool Passes => whole is not null || directories is not null;

    private void PassOn(int place)
    {
        ref readonly var tally = ref tallies[place];
        ref var named = ref names[place];
        if (tally.Count == named.PassedCount)
            return;
        PassOn(tally.Hash, named.Name, tally.Bytes - named.PassedBytes, tally.Count - named.PassedCount);
        (named.PassedCount, named.PassedBytes) = (tally.Count, tally.Bytes);
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
        Enumerable.Range(0, Length).Where(i => tallies[i].Changed || !changedOnly).Select(i => (names[i].Name, tallies[i].Count, tallies[i].Bytes, names[i].Error));

    /// <summary>Says that the database has all of it.</summary>
    public void Saved()
    {
        for (var i = 0; i < Length; i++)
            (tallies[i].Changed, names[i].Known) = (false, true);
        removed.Clear();
        Changed = false;
    }

    // The place of an entry; negative where there is none.
    private int Find(ulong hash)
    {
        var (table, tallies) = (this.table, this.tallies);
        var mask = table.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var place = table[slot] - 1;
            if (place < 0 || tallies[place].Hash == hash)
                return place;
        }
    }

    private int Insert(ulong hash, byte[] name, long count, long bytes, long error)
    {
        if (Length == tallies.Length)
            MakeRoom();
        tallies[Length] = new Tally { Hash = hash, Count = count, Bytes = bytes };
        names[Length] = new Named { Name = name, Error = error, PassedCount = count, PassedBytes = bytes };
        Place(Length++);
        return Length - 1;
    }

    private void MakeRoom()
    {
        if (Length < most)
        {
            Array.Resize(ref tallies, Math.Min(most, 2 * Length));
            Array.Resize(ref names, tallies.Length);
        }
        else
            Shorten();
        Index();
    }

    private void Shorten()
    {
        var counts = ArrayPool<long>.Shared.Rent(Length);
        for (var i = 0; i < Length; i++)
            counts[i] = tallies[i].Count;
        Array.Sort(counts, 0, Length);
        Floor = Math.Max(Floor, counts[(Length - 1) / 2]);
        ArrayPool<long>.Shared.Return(counts);
        if (cells.Length == 0)
            cells = NewCells();
        var firstGone = FirstGone();
        var left = 0;
        for (var i = 0; i < Length; i++)
        {
            if (tallies[i].Count > Floor || (tallies[i].Count == Floor && Order(names[i].Name) < firstGone))
            {
                (tallies[left], names[left]) = (tallies[i], names[i]);
                left++;
                continue;
            }
            if (Passes)
                PassOn(i);
            ref var cell = ref Cell(tallies[i].Hash);
            cell = Math.Max(cell, tallies[i].Count);
            if (names[i].Known)
                removed.Add(names[i].Name);
        }
        names.AsSpan(left, Length - left).Clear();
        Length = left;
        Changed = true;
    }

    // Of those that are as rare as the floor so many stay that half of the list does: a list of names that all came once would be empty else. Which, a restart, which
    // puts them in another place and gives them other hashes, does not change. 0 where none stays.
    private ulong FirstGone()
    {
        var (place, asRare, orders) = (Length / 2, 0, ArrayPool<ulong>.Shared.Rent(Length));
        for (var i = 0; i < Length; i++)
        {
            if (tallies[i].Count > Floor)
                place--;
            else if (tallies[i].Count == Floor)
                orders[asRare++] = Order(names[i].Name);
        }
        Array.Sort(orders, 0, asRare);
        var first = place <= 0 || asRare == 0 ? 0 : orders[Math.Min(place, asRare - 1)];
        ArrayPool<ulong>.Shared.Return(orders);
        return first;
    }

    private static ulong Order(byte[] name) => NameHash.Lasting(name, OrderSecret);

    private long[] NewCells() => new long[BitOperations.RoundUpToPowerOf2((uint)(CellsPerEntry * most))];

    private ref long Cell(ulong hash) => ref cells[hash >> (64 - BitOperations.Log2((uint)cells.Length))];

    private void Index()
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)(4 * tallies.Length));
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
        var slot = (int)tallies[entry].Hash & mask;
        while (table[slot] != 0)
            slot = (slot + 1) & mask;
        table[slot] = entry + 1;
    }

    private struct Tally
    {
        public ulong Hash;
        public long Count;
        public long Bytes;

        // Not in the database as it is.
        public bool Changed;
    }

    private struct Named
    {
        public byte[] Name;
        public long Error;

        // What other lists have got of it.
        public long PassedCount;
        public long PassedBytes;

        // In the database, in this or an earlier form.
        public bool Known;
    }
}
