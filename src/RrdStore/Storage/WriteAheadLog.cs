namespace Metrics.RrdStore.Storage;

/// <summary>The log: everything that is not in row files yet. Records are gathered in memory, and written and made durable together.</summary>
/// <remarks>The writer only copies: a call to the system for each batch costs more than all else that is done with its readings. Records stay
/// in memory until a sync has succeeded; after a failure they are written again, into a new segment, until that succeeds.</remarks>
/// <param name="files">The files they go to.</param>
/// <param name="lastSequence">Number of the last record in them.</param>
internal sealed class WriteAheadLog(LogFiles files, ulong lastSequence) : IDisposable
{
    // Guards what the writer adds to.
    private readonly Lock gate = new();
    private LogBuffer added = new();
    private ulong addedSequence = lastSequence;

    // Guards the files, and what is on its way into them and not durable: the first so many pages of it are written.
    private readonly Lock writing = new();
    private LogBuffer leaving = new();
    private int written;
    private volatile bool wantsSegment;

    // Number of the segment beside which the disk refused to make another.
    private long refusedBeside;
    private ulong durableSequence = lastSequence;

    /// <summary>Number of the last record; they grow by one.</summary>
    public ulong LastSequence => Volatile.Read(ref addedSequence);

    /// <summary>Number of the last record that is durable.</summary>
    public ulong DurableSequence => Volatile.Read(ref durableSequence);

    /// <summary>Number of the segment that the next record goes into, or one before it.</summary>
    public long SegmentNumber => files.SegmentNumber;

    /// <summary>Bytes that are not durable yet.</summary>
    public int UnsyncedBytes => added.Length + leaving.Length;

    /// <summary>Segments that hold records.</summary>
    public int SegmentCount
    {
        get
        {
            lock (writing)
                return files.Count;
        }
    }

    /// <summary>Number of the oldest segment.</summary>
    public long OldestSegment
    {
        get
        {
            lock (writing)
                return files.Oldest;
        }
    }

    /// <summary>The files of the log, and up to which byte each has records: what is there until <see cref="Trim"/>, whatever is written meanwhile.</summary>
    public IReadOnlyList<(string Path, long End)> Extents()
    {
        lock (writing)
            return files.Extents();
    }

    /// <summary>Begins a record.</summary>
    /// <param name="maximumLength">Bytes the payload may have.</param>
    /// <returns>Room for the payload.</returns>
    public Span<byte> Begin(int maximumLength)
    {
        gate.Enter();
        return added.Begin(maximumLength);
    }

    /// <summary>Ends a record and gives it its number.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payloadLength">Bytes of the payload; 0 to make no record.</param>
    public void End(LogRecordType type, int payloadLength)
    {
        if (payloadLength > 0)
            added.End(type, ++addedSequence, payloadLength);
        gate.Exit();
    }

    /// <summary>Adds a whole record.</summary>
    public void Append(LogRecordType type, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(Begin(payload.Length));
        End(type, payload.Length);
    }

    /// <summary>Makes all records durable that are there when it begins.</summary>
    /// <exception cref="IOException">They are not. They stay in memory, for the next try.</exception>
    public void Sync()
    {
        lock (writing)
        {
            WriteAdded();
            if (leaving.Length == 0)
                return;
            try
            {
                files.Sync();
            }
            catch (IOException)
            {
                WriteAgain();
                throw;
            }
            Volatile.Write(ref durableSequence, leaving.LastSequence);
            leaving.Clear();
        }
    }

    /// <summary>Writes all records that are there when it begins, so that <see cref="Read"/> has them. They may not be durable.</summary>
    /// <exception cref="IOException">The disk refuses. They stay in memory, for the next try.</exception>
    public void Write()
    {
        lock (writing)
            WriteAdded();
    }

    /// <summary>Gives every record that is in a file, of some segments. Others may be written meanwhile.</summary>
    /// <param name="from">Number of the first segment.</param>
    /// <param name="last">Number of a record that they begin after; becomes that of the last one given.</param>
    /// <param name="onRecord">Takes them.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Read(long from, ref ulong last, LogReader.RecordHandler onRecord)
    {
        SortedDictionary<long, string> paths;
        lock (writing)
            paths = files.PathsFrom(from);
        files.Read(paths, ref last, onRecord);
    }

    /// <summary>Reads the segments again, and checks every checksum of the durable records. What is written meanwhile waits.</summary>
    /// <returns>What is damaged.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public List<StoreDamage> Verify()
    {
        lock (writing)
            return files.Verify(DurableSequence);
    }

    /// <summary>Goes on in another file when the one that the next record would go into is one of these.</summary>
    /// <exception cref="IOException">The disk refuses what is to be in it.</exception>
    public void Leave(IReadOnlyCollection<string> paths)
    {
        lock (writing)
        {
            Sync();
            files.Leave(paths);
        }
    }

    /// <summary>Whether <see cref="PrepareSegments"/> has something to do.</summary>
    public bool WantsSegment => wantsSegment;

    /// <summary>Makes the files that are needed next. Records may be written meanwhile.</summary>
    public void PrepareSegments()
    {
        while (wantsSegment)
        {
            string path;
            lock (writing)
                path = files.NextSpare();
            try
            {
                files.Prepare(path);
            }
            catch (IOException)
            {
                // What the disk refuses now it refuses when the file is needed, or no more: then is the time to say so, and to try again.
                Volatile.Write(ref refusedBeside, SegmentNumber);
                wantsSegment = false;
                return;
            }
            lock (writing)
            {
                files.AddSpare(path);
                wantsSegment = files.WantsSpare;
            }
        }
    }

    /// <summary>Lets segments go that recovery does not need.</summary>
    /// <param name="needed">Number of the oldest one that it needs.</param>
    public void Trim(long needed)
    {
        lock (writing)
            files.Trim(needed);
    }

    /// <summary>Closes the files. What is not synced may be lost.</summary>
    public void Dispose()
    {
        lock (writing)
            files.Dispose();
    }

    // What is on its way stays first; most times there is nothing, and the two change places.
    private void WriteAdded()
    {
        lock (gate)
        {
            if (leaving.Length > 0)
                leaving.Take(added);
            else
                (added, leaving, written) = (leaving, added, 0);
        }
        try
        {
            for (; written < leaving.PageCount; written++)
                files.Write(leaving.Page(written));
            wantsSegment = files.WantsSpare && SegmentNumber != Volatile.Read(ref refusedBeside);
        }
        catch (IOException)
        {
            WriteAgain();
            throw;
        }
    }

    // What a file has of it is not to be trusted any more: a failed sync may drop pages.
    private void WriteAgain()
    {
        written = 0;
        files.Abandon();
    }
}
