namespace Metrics.RrdStore.Storage;

/// <summary>Reads every chunk of a class and checks every checksum in it.</summary>
/// <param name="nameOf">Name of a series, or null.</param>
/// <param name="isKept">Whether a series still has the rows of a block.</param>
internal sealed class Inspector(Func<int, SeriesName?> nameOf, Func<RowClass, BlockIdentity, bool> isKept)
{
    private readonly double[] rows = new double[Block.MaximumRows];

    /// <summary>What is damaged.</summary>
    public List<StoreDamage> Damages { get; } = [];

    /// <summary>Rows found.</summary>
    public long Values { get; private set; }

    /// <summary>Blocks found.</summary>
    public long Blocks { get; private set; }

    /// <summary>Chunks found.</summary>
    public long Chunks { get; private set; }

    /// <summary>Of the rows, those in blocks that are compressed.</summary>
    public long CompressedValues { get; private set; }

    /// <summary>Bytes of these blocks.</summary>
    public long CompressedBytes { get; private set; }

    /// <summary>Bytes of blocks that no series has any more.</summary>
    public long LeftBytes { get; private set; }

    /// <summary>Goes through a class.</summary>
    public void Inspect(RowClass rowClass, CareProgress care)
    {
        foreach (var (_, _, chunks) in rowClass.Lists)
            foreach (var chunk in chunks)
                if (chunk.File is { } file)
                {
                    Inspect(rowClass, chunk, file);
                    care.Add(chunk.Header.Length);
                }
    }

    /// <summary>Counts the blocks and rows of a class by what their heads say.</summary>
    public void Count(RowClass rowClass)
    {
        foreach (var (_, _, chunks) in rowClass.Lists)
            foreach (var chunk in chunks)
                if (chunk.File is { } file)
                    Count(rowClass, chunk, file);
    }

    /// <summary>The blocks of a chunk that are whole, with what they belong to.</summary>
    public IEnumerable<(BlockIdentity Identity, int First, double[] Rows)> WholeBlocks(RowClass rowClass, Chunk chunk)
    {
        foreach (var identity in Identities(rowClass, chunk.Header))
            if (chunk.TryRead(identity, rows, out var first, out var count) && count > 0)
                yield return (identity, first, rows[first..(first + count)]);
    }

    private void Inspect(RowClass rowClass, Chunk chunk, RowFile file)
    {
        Chunks++;
        var bytes = new byte[chunk.Header.Length];
        file.Read(bytes, chunk.Offset);
        if (!ChunkHeader.TryRead(bytes, out var header, out var isDead) || isDead || header != chunk.Header)
        {
            Damages.Add(new StoreDamage(file.Path, chunk.Offset, null, "The head of the chunk is damaged."));
            return;
        }
        if (!header.IsTableWhole(bytes))
        {
            Damages.Add(new StoreDamage(file.Path, chunk.Offset + ChunkHeader.Size, null, "The table of the chunk is damaged."));
            return;
        }
        foreach (var identity in Identities(rowClass, header))
        {
            var (from, to) = header.BlockBounds(bytes, identity);
            if (from == to)
                continue;
            NoteBlock(rowClass, identity, to - from);
            if (Block.TryRead(bytes.AsSpan(from, to - from), identity, rows, out _, out _))
                NoteRows(bytes.AsSpan(from, to - from), to - from);
            else
                Damages.Add(new StoreDamage(file.Path, chunk.Offset + from, nameOf(identity.Series),
                    $"The block of {(ConsolidationFunction)identity.Function} rows of {rowClass.RowSeconds} s, window {header.Window}, is damaged."));
        }
        if (bytes.AsSpan(header.BlocksEnd(bytes)).ContainsAnyExcept((byte)0))
            Damages.Add(new StoreDamage(file.Path, chunk.Offset + header.BlocksEnd(bytes), null, "The padding of the chunk is not zero."));
    }

    private void Count(RowClass rowClass, Chunk chunk, RowFile file)
    {
        Chunks++;
        var table = new byte[ChunkHeader.Size + chunk.Header.TableSize];
        file.Read(table, chunk.Offset);
        var head = new byte[Block.HeaderSize];
        foreach (var identity in Identities(rowClass, chunk.Header))
        {
            var (from, to) = chunk.Header.BlockBounds(table, identity);
            // Whether a table is whole is not looked at; one that is not may say anything.
            if (from < table.Length || to < from + head.Length || to > chunk.Header.Length)
                continue;
            file.Read(head, chunk.Offset + from);
            NoteBlock(rowClass, identity, to - from);
            NoteRows(head, to - from);
        }
    }

    private void NoteBlock(RowClass rowClass, BlockIdentity identity, int bytes)
    {
        Blocks++;
        if (!isKept(rowClass, identity))
            LeftBytes += bytes;
    }

    private void NoteRows(ReadOnlySpan<byte> head, int bytes)
    {
        Values += Block.RowsOf(head);
        if (!Block.IsCompressed(head))
            return;
        CompressedValues += Block.RowsOf(head);
        CompressedBytes += bytes;
    }

    private static IEnumerable<BlockIdentity> Identities(RowClass rowClass, ChunkHeader header)
    {
        for (var slot = header.FirstSlot; slot < header.FirstSlot + header.SlotCount; slot++)
            for (var function = 0; function < 8; function++)
                if ((header.Functions >> function & 1) != 0)
                    yield return new BlockIdentity(rowClass.RowSeconds, header.Window, header.Shard * Shard.Capacity + slot, function);
    }
}
