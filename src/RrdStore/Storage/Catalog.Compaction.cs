namespace Metrics.RrdStore.Storage;

internal sealed partial class Catalog
{
    /// <summary>Begins to write it anew without what no longer counts; <see cref="Adopt"/> ends that, unless it is given up by disposing of
    /// the file. Records may be added meanwhile.</summary>
    /// <param name="end">Where the last of the records that count now ends.</param>
    /// <param name="versions">By series, the version that its state in memory and in the log names; 0 where there is none.</param>
    /// <returns>The new file, and where in it the records after those go.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public (IDiskFile File, long End) Compact(long end, uint[] versions)
    {
        var records = new byte[end - HeaderSize];
        var target = disk.Open(path + TemporarySuffix, create: true);
        try
        {
            if (file.ReadFully(records, HeaderSize) < records.Length)
                throw new IOException($"{path} ends before byte {end}.");
            target.SetLength(0);
            var targetEnd = CatalogCompaction.Write(records, versions, target, HeaderSize);
            WriteHeader(target, targetEnd);
            target.Sync();
            return (target, targetEnd);
        }
        catch (IOException)
        {
            GiveUp(target);
            throw;
        }
    }

    /// <summary>Puts a new file in the place of the old one, with the records that were added meanwhile.</summary>
    /// <param name="end">As for <see cref="Compact"/>.</param>
    /// <param name="target">What that gave.</param>
    /// <exception cref="IOException">The disk refuses; before the old file is gone, it stays.</exception>
    /// <remarks>Not while <see cref="Sync"/> runs.</remarks>
    public void Adopt(long end, (IDiskFile File, long End) target)
    {
        lock (gate)
        {
            try
            {
                // What the disk has of the old file's end is then not to be trusted.
                if (mustRewrite)
                    throw new IOException($"{path} could not be made durable; it is written anew another time.");
                var added = new byte[length - end];
                if (file.ReadFully(added, end) < added.Length)
                    throw new IOException($"{path} ends before byte {length}.");
                target.File.Write(added, target.End);
                target.File.Sync();
                disk.Rename(path + TemporarySuffix, path);
            }
            catch (IOException)
            {
                GiveUp(target.File);
                throw;
            }
            file.Dispose();
            file = target.File;
            length += target.End - end;
            // All of it is durable once its name is.
            unsynced.Clear();
            isDirty = mustSyncDirectory = true;
        }
        Sync();
    }

    // On a full disk half of it is of no use to anybody.
    private void GiveUp(IDiskFile target)
    {
        target.Dispose();
        disk.Delete(path + TemporarySuffix);
    }
}
