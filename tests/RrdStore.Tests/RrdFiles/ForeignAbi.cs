namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>Offsets of the C structures on one kind of machine, worked out by hand from rrd_format.h.</summary>
public sealed record ForeignAbi(
    string Name, bool Big, int LongBytes, int Cookie, int Counts, int Head, int Rows, int Parameters, int Archive,
    int TimeBytes, int Microseconds, int Live)
{
    public static readonly ForeignAbi[] All =
    [
        new("amd64", false, 8, 16, 24, 128, 24, 40, 120, 8, 8, 16),
        new("s390x", true, 8, 16, 24, 128, 24, 40, 120, 8, 8, 16),
        new("i386", false, 4, 12, 20, 112, 20, 28, 108, 4, 4, 8),
        new("i386, 64-bit time", false, 4, 12, 20, 112, 20, 28, 108, 8, 8, 12),
        new("armhf", false, 4, 16, 24, 120, 20, 32, 112, 4, 4, 8),
        new("armhf, 64-bit time", false, 4, 16, 24, 120, 20, 32, 112, 8, 8, 16),
        new("powerpc", true, 4, 16, 24, 120, 20, 32, 112, 4, 4, 8),
    ];

    public override string ToString() => Name;
}
