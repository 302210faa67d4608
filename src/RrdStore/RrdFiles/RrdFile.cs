using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>What an RRDtool database holds, free of the machine that wrote it.</summary>
/// <param name="Version">Version of the file: 1, 3, 4 or 5.</param>
/// <param name="StepSeconds">Seconds between primary data points.</param>
/// <param name="LastUnixSeconds">Time of the last update, in seconds since the epoch.</param>
/// <param name="LastMicroseconds">Microseconds of the last update beyond its second, 0 to 999,999. A dump does not carry them.</param>
/// <param name="DataSources">The data sources, at least one.</param>
/// <param name="Archives">The archives, at least one.</param>
public sealed record RrdFile(
    int Version,
    long StepSeconds,
    long LastUnixSeconds,
    int LastMicroseconds,
    ImmutableArray<RrdDataSource> DataSources,
    ImmutableArray<RrdArchive> Archives)
{
    /// <summary>Reads a file, whether it is a database or a dump of one: a database begins with "RRD" and a zero.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StoreFormatException">It is neither, is damaged, or breaks one of the limits of <see cref="RrdLimits"/>.</exception>
    /// <exception cref="IOException">It cannot be read, or is no regular file.</exception>
    public static RrdFile Read(string path)
    {
        using var handle = RrdInput.Open(path);
        Span<byte> cookie = stackalloc byte[RrdLayout.Cookie.Length];
        return RandomAccess.Read(handle, cookie, 0) == cookie.Length && cookie.SequenceEqual(RrdLayout.Cookie)
            ? RrdReader.Read(handle, path)
            : RrdXmlReader.Read(handle, path);
    }

    /// <summary>Seconds that a row of an archive covers.</summary>
    public long RowSeconds(RrdArchive archive) => StepSeconds * archive.StepsPerRow;

    /// <summary>End of the newest row of an archive, in seconds since the epoch.</summary>
    public long EndSeconds(RrdArchive archive) => LastUnixSeconds - LastUnixSeconds % RowSeconds(archive);

    /// <summary>End of the interval of a row, in seconds since the epoch; row 0 is the oldest.</summary>
    public long EndSeconds(RrdArchive archive, int row) => EndSeconds(archive) - (archive.Rows - 1L - row) * RowSeconds(archive);
}
