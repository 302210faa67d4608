using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Reads what <c>rrdtool dump</c> writes, as it streams by: rrddump(1), rrdrestore(1).</summary>
/// <remarks>The times of the rows are comments in a dump; they follow from the last update and the position of the row.</remarks>
public static class RrdXmlReader
{
    /// <summary>Reads a dump.</summary>
    /// <exception cref="StoreFormatException">The file is no dump, is damaged, or breaks a limit of <see cref="RrdLimits"/>.</exception>
    /// <exception cref="IOException">The file cannot be read, or is no regular one.</exception>
    public static RrdFile Read(string path)
    {
        using var handle = RrdInput.Open(path);
        return Read(handle, path);
    }

    /// <summary>Reads a dump from an open file.</summary>
    internal static RrdFile Read(SafeFileHandle handle, string path)
    {
        using var stream = new FileStream(handle, FileAccess.Read);
        return Read(stream, path);
    }

    /// <summary>Reads a dump.</summary>
    /// <param name="stream">The document; it stays open.</param>
    /// <param name="path">Its name, for errors. Their offset tells how far the document had been read; the line in them is exact.</param>
    /// <exception cref="StoreFormatException">The document is no dump, is damaged, or breaks a limit.</exception>
    public static RrdFile Read(Stream stream, string path)
    {
        using var cursor = new RrdXmlCursor(stream, path);
        if (!cursor.NextChild() || cursor.Name != "rrd")
            cursor.Fail($"The document is <{cursor.Name}>; a dump of RRDtool is <rrd>.");
        cursor.Enter();
        var file = ReadRoot(cursor);
        cursor.Finish();
        return file;
    }

    private static RrdFile ReadRoot(RrdXmlCursor cursor)
    {
        int version = 0;
        ulong step = 0, last = 0;
        var sources = ImmutableArray.CreateBuilder<RrdDataSource>();
        var indexes = new Dictionary<string, int>();
        var archives = ImmutableArray.CreateBuilder<RrdArchive>();
        while (cursor.NextChild())
        {
            switch (cursor.Name)
            {
                case "version":
                    version = Version(cursor);
                    break;
                case "step":
                    step = cursor.Count();
                    if (RrdLimits.RowFault(step, 1) is { } fault)
                        cursor.Fail(fault);
                    break;
                case "lastupdate":
                    last = cursor.Count();
                    if (last > RrdLimits.LastUnixSeconds)
                        cursor.Fail($"The last update is at {last} s since the epoch; 0 to {RrdLimits.LastUnixSeconds} is expected.");
                    break;
                case "ds" when archives.Count == 0:
                    sources.Add(RrdXmlDataSource.Read(cursor, indexes));
                    indexes.TryAdd(sources[^1].Name, sources.Count - 1);
                    break;
                case "rra" when sources.Count > 0 && step > 0 && version > 0:
                    archives.Add(RrdXmlArchive.Read(cursor, step, sources.Count));
                    break;
                default:
                    cursor.FailUnexpected("rrd");
                    break;
            }
        }
        if (archives.Count == 0)
            cursor.Fail("A database needs at least one data source and one archive; the dump has no archive.");
        return new(version, (long)step, (long)last, 0, sources.DrainToImmutable(), archives.DrainToImmutable());
    }

    private static int Version(RrdXmlCursor cursor)
    {
        var version = cursor.Text() switch { "0001" => 1, "0003" => 3, "0004" => 4, "0005" => 5, _ => 0 };
        if (version == 0)
            cursor.Fail("The version is not one of 0001, 0003, 0004 and 0005.");
        return version;
    }
}
