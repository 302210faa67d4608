namespace Metrics.RrdStore.RrdFiles;

/// <summary>Where the parts of a database lie. RRDtool writes C structures as they are in memory, so a file has the byte order, the
/// sizes and the gaps of the machine that wrote it: rrd_format.h. Structures follow each other without gaps.</summary>
/// <param name="LittleEndian">Byte order.</param>
/// <param name="LongBytes">Size and alignment of a <c>long</c>, 4 or 8.</param>
/// <param name="DoubleAlignment">Alignment of a double: 4 on i386, else 8.</param>
/// <param name="TimeBytes">Size of a <c>time_t</c>; 8 also on newer 32-bit systems.</param>
internal sealed record RrdLayout(bool LittleEndian, int LongBytes, int DoubleAlignment, int TimeBytes)
{
    /// <summary>Bytes of the texts in the header: a name, a last reading.</summary>
    public const int NameBytes = 20, ReadingBytes = 30;

    /// <summary>Bytes of a cell, of ten of them, and of a definition and a state of a data source: the same on all machines.</summary>
    public const int CellBytes = 8, CellsBytes = RrdCells.Length * CellBytes, DataSourceBytes = 2 * NameBytes + CellsBytes;

    /// <summary>Bytes of the state of a data source, and where its cells begin.</summary>
    public const int PointBytes = PointCells + CellsBytes, PointCells = 32;

    /// <summary>Where the version stands, four digits and a zero.</summary>
    public const int VersionOffset = 4, VersionBytes = 5;

    /// <summary>A double whose bytes tell the byte order and the alignment.</summary>
    public const double FloatCookie = 8.642135e130;

    /// <summary>What this program writes: a 64-bit little-endian machine, as amd64 and arm64 are.</summary>
    public static readonly RrdLayout Written = new(true, 8, 8, 8);

    /// <summary>First bytes of a database.</summary>
    public static ReadOnlySpan<byte> Cookie => "RRD\0"u8;

    /// <summary>Where <see cref="FloatCookie"/> stands in the static head.</summary>
    public int FloatCookieOffset => Align(VersionOffset + VersionBytes, DoubleAlignment);

    /// <summary>Where the counts stand in the static head: data sources, archives, step, each a long.</summary>
    public int CountsOffset => FloatCookieOffset + 8;

    /// <summary>Bytes of the static head.</summary>
    public int HeadBytes => Align(CountsOffset + 3 * LongBytes, DoubleAlignment) + CellsBytes;

    /// <summary>Where the rows stand in the definition of an archive; the points in a row follow.</summary>
    public int RowsOffset => Align(NameBytes, LongBytes);

    /// <summary>Where the parameters stand in the definition of an archive.</summary>
    public int ParametersOffset => Align(RowsOffset + 2 * LongBytes, DoubleAlignment);

    /// <summary>Bytes of the definition of an archive.</summary>
    public int ArchiveBytes => ParametersOffset + CellsBytes;

    /// <summary>Where the microseconds stand in the live head.</summary>
    public int MicrosecondsOffset => Align(TimeBytes, LongBytes);

    /// <summary>Bytes of the live head. Before version 3 it was a time alone.</summary>
    public int LiveBytes(int version) =>
        version < 3 ? TimeBytes : Align(MicrosecondsOffset + LongBytes, Math.Min(TimeBytes, DoubleAlignment));

    /// <summary>Bytes before the values.</summary>
    public UInt128 HeaderBytes(int version, ulong dataSources, ulong archives) =>
        (UInt128)HeadBytes + (UInt128)LiveBytes(version)
        + (UInt128)dataSources * (DataSourceBytes + PointBytes)
        + (UInt128)archives * (ulong)(ArchiveBytes + LongBytes)
        + (UInt128)dataSources * archives * CellsBytes;

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
