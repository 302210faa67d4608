using System.Buffers.Binary;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Finds out which kind of machine wrote a database.</summary>
internal static class RrdLayoutReader
{
    private const int ShortestHead = 112;

    /// <summary>The layout of a database, but for the size of its <c>time_t</c>, which only the length of the file tells on 32 bits.</summary>
    /// <exception cref="StoreFormatException">It is no database, or from a machine whose numbers are not known here.</exception>
    public static RrdLayout Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (!bytes.StartsWith(RrdLayout.Cookie))
            throw new StoreFormatException(path, 0, "The file does not begin with \"RRD\" and a zero byte; it is no RRDtool database.");
        if (bytes.Length < ShortestHead)
            throw new StoreFormatException(path, bytes.Length, $"The file ends inside its head of at least {ShortestHead} bytes.");

        // A double is aligned to 4 bytes on i386, to 8 everywhere else; its own bytes tell their order.
        if (FloatCookieAt(12, bytes) is { } order)
            return new(order, LongBytes: 4, DoubleAlignment: 4, TimeBytes: 4);
        if (FloatCookieAt(16, bytes) is not { } littleEndian)
            throw new StoreFormatException(path, 16,
                $"The number {RrdLayout.FloatCookie:e} that tells the machine is not there in either byte order.");

        // Behind it stands the count of data sources. Where a long has 4 bytes, reading 8 takes in the count of archives as well.
        var count = littleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..])
            : BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
        return count > uint.MaxValue
            ? new(littleEndian, LongBytes: 4, DoubleAlignment: 8, TimeBytes: 4)
            : new(littleEndian, LongBytes: 8, DoubleAlignment: 8, TimeBytes: 8);
    }

    // True for little endian, false for big endian, null for neither.
    private static bool? FloatCookieAt(int offset, ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadDoubleLittleEndian(bytes[offset..]) == RrdLayout.FloatCookie ? true
        : BinaryPrimitives.ReadDoubleBigEndian(bytes[offset..]) == RrdLayout.FloatCookie ? false
        : null;
}
