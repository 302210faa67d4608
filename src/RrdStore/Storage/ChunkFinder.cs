namespace Metrics.RrdStore.Storage;

/// <summary>Finds the chunks of row files as a store is opened, whatever the process or the power left of them.</summary>
/// <param name="durableSequence">By shard, number of the last log record that its logged state contains: chunks with later rows are set aside,
/// since replaying the log makes them again.</param>
/// <param name="faults">Takes what is found wrong, as sentences.</param>
internal sealed class ChunkFinder(Func<int, ulong> durableSequence, List<string> faults)
{
    /// <summary>Goes through a file, and gives the class what is in it.</summary>
    /// <exception cref="IOException">The file cannot be read, or written where it has to be.</exception>
    public void Find(RowClass rowClass, RowFile file)
    {
        Span<byte> bytes = stackalloc byte[ChunkHeader.Size];
        var offset = 0L;
        while (offset + ChunkHeader.Size <= file.Length)
        {
            file.Read(bytes, offset);
            if (!ChunkHeader.TryRead(bytes, out var header, out var isDead) || offset + header.Length > file.Length)
            {
                var next = NextChunk(file, offset);
                if (next < 0)
                    break;
                faults.Add($"{file.Path}, byte {offset}: {next - offset} bytes are damaged; the chunks in them are lost.");
                file.IsDamaged = true;
                file.Garbage += next - offset;
                offset = next;
                continue;
            }
            if (!isDead && header.Sequence > durableSequence(header.Shard))
            {
                // Merged chunks are durable before they are valid, and nobody merges what no state covers: there was such a state.
                if (header.Level > 0)
                {
                    faults.Add($"{file.Path}, byte {offset}: newer than the state of shard {header.Shard} in the log; that was damaged.");
                }
                else
                {
                    file.MarkDead(offset);
                    isDead = true;
                }
            }
            if (isDead)
                file.Garbage += header.Length;
            else
                Adopt(rowClass, file, new Chunk(header, file, offset));
            offset += header.Length;
        }
        if (offset < file.Length)
            EndFile(file, offset);
    }

    // Part of a chunk, or zeros, is one that was being written when the process or the power ended; the log has its rows.
    private void EndFile(RowFile file, long offset)
    {
        Span<byte> bytes = stackalloc byte[ChunkHeader.Size];
        var rest = bytes[..(int)Math.Min(bytes.Length, file.Length - offset)];
        file.Read(rest, offset);
        if (rest.Length < bytes.Length || ChunkHeader.TryRead(rest, out _, out _) || rest.IndexOfAnyExcept((byte)0) < 0)
        {
            file.CutAt(offset);
            return;
        }
        faults.Add($"{file.Path}, byte {offset}: {file.Length - offset} bytes at the end are damaged; the chunk in them is lost.");
        file.IsDamaged = true;
        file.Garbage += file.Length - offset;
        file.Pad();
    }

    private static void Adopt(RowClass rowClass, RowFile file, Chunk chunk)
    {
        var list = rowClass.ChunksOf(chunk.Header.Shard, chunk.Header.Window);
        var from = chunk.Header.ReplacesFrom;
        var replaced = from < 0 ? [] : list.Where(c => c.File == file && c.Offset >= from).ToArray();
        file.Garbage += replaced.Sum(c => (long)c.Header.Length);
        if (replaced.Length == 0)
            rowClass.Add(chunk);
        else
            rowClass.Replace(replaced, [chunk]);
        rowClass.NoteRows((long)chunk.Header.Window * rowClass.WindowRows);
    }

    private static long NextChunk(RowFile file, long offset)
    {
        Span<byte> bytes = stackalloc byte[ChunkHeader.Size];
        for (offset += ChunkHeader.Alignment; offset + ChunkHeader.Size <= file.Length; offset += ChunkHeader.Alignment)
        {
            file.Read(bytes, offset);
            if (ChunkHeader.TryRead(bytes, out var header, out _) && offset + header.Length <= file.Length)
                return offset;
        }
        return -1;
    }
}
