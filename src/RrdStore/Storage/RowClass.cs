using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Metrics.RrdStore.Storage;

/// <summary>Sealed rows of all archives whose rows cover the same time and that keep as many of them: one directory.</summary>
/// <remarks>Rows lie in <em>windows</em> of <see cref="WindowRows"/> rows, aligned to the epoch; a file has the chunks of
/// <see cref="WindowsPerFile"/> windows and is dropped as a whole when all of its rows are older than the archive reaches.
/// The writer and the maintenance change the lists of chunks under a lock; readers take the lists, which are never changed, without one.</remarks>
internal sealed class RowClass
{
    private const int SmallestWindow = 16;
    private const int MostFiles = 64;
    private const int RareRowSeconds = 300;

    // So many series are one graph, which is drawn again and again: their blocks are kept one by one. The blocks of more are read together and not kept.
    private const int MostCached = 4;

    private readonly ConcurrentDictionary<ulong, Chunk[]> chunks = new();
    private readonly BlockCache cache = new();
    private readonly int windowShift;

    /// <summary>The class of rows of so many seconds, of which so many are kept.</summary>
    public RowClass(string storeDirectory, int rowSeconds, int rows)
    {
        RowSeconds = rowSeconds;
        Rows = rows;
        Directory = Path.Combine(storeDirectory, "rows", $"{rowSeconds}x{rows}");
        WindowRows = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, rows / 4)), SmallestWindow, Block.MaximumRows);
        windowShift = BitOperations.Log2((uint)WindowRows);
        WindowsPerFile = Math.Max(1, rows / (MostFiles * WindowRows));
    }

    /// <summary>Chunks of one level that are merged into one. Merging rows that come often costs time: with so many, a window of primary data
    /// points is merged once, when it is complete. Those that come rarely, which long graphs are drawn from, should lie in few places.</summary>
    public int FanIn => RowSeconds < RareRowSeconds ? 24 : 4;

    /// <summary>Seconds that a row covers.</summary>
    public int RowSeconds { get; }

    /// <summary>Rows kept.</summary>
    public int Rows { get; }

    /// <summary>Where the files are.</summary>
    public string Directory { get; }

    /// <summary>Rows in a window, and so at most in a block: a power of two.</summary>
    public int WindowRows { get; }

    /// <summary>The window that a row is in.</summary>
    /// <param name="row">Number of the row.</param>
    /// <param name="place">Its place in the window.</param>
    public uint WindowOf(long row, out int place)
    {
        place = (int)row & (WindowRows - 1);
        return (uint)(row >> windowShift);
    }

    /// <summary>Windows in a file.</summary>
    public int WindowsPerFile { get; }

    /// <summary>Bytes that a series takes here at most, when nothing of it compresses and a chunk has no other series to share its head with.</summary>
    /// <param name="slots">Slots of the tables in chunks for each series that has rows there: 1 when all of a shard have.</param>
    public long MostBytesPerSeries(double slots)
    {
        var fileRows = (long)WindowRows * WindowsPerFile;
        var perChunk = ChunkHeader.Size + ChunkHeader.Alignment + Block.HeaderSize + (long)Math.Ceiling((slots + 1) * sizeof(uint));
        var rows = Block.MaximumSizeOf(WindowRows) - Block.HeaderSize;
        var window = rows + perChunk;
        // The last two windows are in chunks of a few rows that wait to be merged, and have corrections beside them.
        var open = 2 * (rows + 2 * (Block.MaximumSize + perChunk) + (WindowRows / Column.MiddleCapacity + 2) * perChunk);
        var files = (Rows + fileRows - 1) / fileRows + 1;
        // A quarter of corrections beside them.
        var ofFile = WindowsPerFile * (window + window / 4);
        var full = files * ofFile;
        // One round may correct all of the past: its rows once more until the files are tidied, which is done one after the other.
        var corrected = files * WindowsPerFile * window;
        // An eighth of garbage in files that are full; in the one being filled its rows twice, once more in a round of merging, and a copy
        // while it is written anew.
        return full + full / 8 + corrected + 4 * (ofFile + open);
    }

    /// <summary>Bytes that the files of a class may take beside those of its series, whatever their number.</summary>
    public static long FixedBytes => 2 * RowStorage.TolerableGarbage;

    /// <summary>Number of the row after the newest one that was sealed.</summary>
    public long NewestRow { get; private set; }

    /// <summary>Says that rows up to here, exclusive, were sealed.</summary>
    public void NoteRows(long end) => NewestRow = Math.Max(NewestRow, end);

    /// <summary>Number of the oldest row that is kept beside the newest one.</summary>
    /// <param name="latestSeconds">Rows that begin later, in seconds since the epoch, do not count: no clock has been there, and what lies
    /// there must not push the others out.</param>
    public long OldestKept(long latestSeconds)
    {
        var latest = latestSeconds / RowSeconds + 1;
        var newest = NewestRow <= latest
            ? NewestRow
            : chunks.Keys.Select(key => (long)(uint)key * WindowRows).Where(row => row <= latest).DefaultIfEmpty().Max();
        return newest - Rows;
    }

    /// <summary>The lists of chunks by shard and window, oldest chunk first.</summary>
    public IEnumerable<(int Shard, uint Window, Chunk[] Chunks)> Lists =>
        chunks.Select(p => ((int)(p.Key >> 32), (uint)p.Key, p.Value));

    /// <summary>The chunks of a shard and a window, oldest first.</summary>
    public Chunk[] ChunksOf(int shard, uint window) => chunks.TryGetValue(Key(shard, window), out var list) ? list : [];

    /// <summary>Adds a chunk; its rows go before those of the chunks that are there.</summary>
    public void Add(Chunk chunk)
    {
        lock (chunks)
            chunks[Key(chunk.Header.Shard, chunk.Header.Window)] = [.. ChunksOf(chunk.Header.Shard, chunk.Header.Window), chunk];
    }

    /// <summary>Puts chunks, or none, in the place of consecutive others.</summary>
    public void Replace(ReadOnlySpan<Chunk> old, ReadOnlySpan<Chunk> renewed)
    {
        lock (chunks)
        {
            var key = Key(old[0].Header.Shard, old[0].Header.Window);
            var list = chunks[key];
            var at = Array.IndexOf(list, old[0]);
            chunks[key] = [.. list[..at], .. renewed, .. list[(at + old.Length)..]];
        }
    }

    /// <summary>Forgets all chunks of a shard and window.</summary>
    public void Remove(int shard, uint window)
    {
        lock (chunks)
            chunks.TryRemove(Key(shard, window), out _);
    }

    /// <summary>Reads rows of a series; those that no chunk has are left as they are.</summary>
    /// <param name="series">Number of the series.</param>
    /// <param name="function">Number of the function.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="rows">Takes the rows.</param>
    /// <returns>How many blocks were found damaged; their rows are left as they are.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public int Read(int series, int function, long firstRow, Span<double> rows) =>
        Read([new SeriesId(series)], function, firstRow, rows.Length, rows, rows.Length);

    /// <summary>Reads the same rows of several series; those that no chunk has are left as they are.</summary>
    /// <param name="series">The series, all of one shard.</param>
    /// <param name="function">Number of the function.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="rows">Takes the rows of the first series from its start, and those of each other <paramref name="stride"/> further on.</param>
    /// <param name="stride">At least <paramref name="count"/>.</param>
    /// <returns>How many blocks were found damaged; their rows are left as they are.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    [SkipLocalsInit]
    public int Read(ReadOnlySpan<SeriesId> series, int function, long firstRow, int count, Span<double> rows, int stride)
    {
        Span<double> block = stackalloc double[Block.MaximumRows];
        var damaged = 0;
        var last = firstRow + count - 1;
        var bytes = series.Length > MostCached ? ArrayPool<byte>.Shared.Rent(ChunkSlice.BufferSize) : [];
        for (var window = firstRow / WindowRows; window <= last / WindowRows; window++)
        {
            var windowStart = window * WindowRows;
            var from = (int)Math.Max(0, firstRow - windowStart);
            var to = (int)Math.Min(WindowRows, last + 1 - windowStart);
            damaged += ReadWindow(series, (uint)window, function, from, to, rows[(int)(windowStart + from - firstRow)..], stride, block, bytes);
        }
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        return damaged;
    }

    private int ReadWindow(
        ReadOnlySpan<SeriesId> series, uint window, int function, int from, int to, Span<double> rows, int stride, Span<double> block, Span<byte> bytes)
    {
        int firstSlot = Shard.Capacity, lastSlot = 0;
        foreach (var one in series)
        {
            firstSlot = Math.Min(firstSlot, one.Value % Shard.Capacity);
            lastSlot = Math.Max(lastSlot, one.Value % Shard.Capacity);
        }
        for (var attempt = 0; ; attempt++)
        {
            var damaged = 0;
            try
            {
                foreach (var chunk in ChunksOf(series[0].Value / Shard.Capacity, window))
                {
                    ChunkSlice slice = default;
                    var isSliced = series.Length > MostCached && chunk.TrySlice(firstSlot, lastSlot, series.Length, bytes, out slice);
                    for (var i = 0; i < series.Length; i++)
                    {
                        var identity = new BlockIdentity(RowSeconds, window, series[i].Value, function);
                        if (!(isSliced ? slice.TryRead(identity, block, out var first, out var count) : chunk.TryRead(identity, block, out first, out count, cache)))
                            damaged++;
                        var start = Math.Max(first, from);
                        var length = Math.Min(first + count, to) - start;
                        if (length > 0)
                            block.Slice(start, length).CopyTo(rows[(i * stride + start - from)..]);
                    }
                }
                return damaged;
            }
            catch (ObjectDisposedException) when (attempt < 100)
            {
                // The file was written anew meanwhile; the list now has its chunks at their new places.
            }
        }
    }

    private static ulong Key(int shard, uint window) => (ulong)(uint)shard << 32 | window;
}
