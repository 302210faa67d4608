namespace Metrics.RrdStore.RrdFiles;

/// <summary>The static head of a database: how much of what it has.</summary>
internal readonly record struct RrdHead(int Version, int DataSources, int Archives, ulong StepSeconds)
{
    /// <summary>Takes the head and leaves the reader behind it.</summary>
    /// <exception cref="StoreFormatException">The version is not known, or the file is too short for what the head declares.</exception>
    public static RrdHead Read(ref RrdByteReader reader, RrdLayout layout, int fileBytes)
    {
        reader.Offset = RrdLayout.VersionOffset;
        var version = reader.Text(RrdLayout.VersionBytes) switch { "0001" => 1, "0003" => 3, "0004" => 4, "0005" => 5, _ => 0 };
        if (version == 0)
            reader.Fail(RrdLayout.VersionOffset, "The version is not one of 0001, 0003, 0004 and 0005.");

        reader.Offset = layout.CountsOffset;
        var dataSources = reader.Long();
        var archives = reader.Long();
        var stepSeconds = reader.Long();
        if (dataSources == 0 || archives == 0)
            reader.Fail(layout.CountsOffset,
                $"The file has {dataSources} data sources and {archives} archives; it needs at least one of each.");
        // Each takes more than a byte. Asked first, this keeps the exact sum from overflowing.
        if (dataSources > (ulong)fileBytes || archives > (ulong)fileBytes
            || layout.HeaderBytes(version, dataSources, archives) > (UInt128)fileBytes)
            reader.Fail(layout.CountsOffset, $"{dataSources} data sources and {archives} archives do not fit into {fileBytes} bytes.");
        if (RrdLimits.RowFault(stepSeconds, 1) is { } fault)
            reader.Fail(layout.CountsOffset + 2 * layout.LongBytes, fault);
        reader.Offset = layout.HeadBytes;
        return new(version, (int)dataSources, (int)archives, stepSeconds);
    }
}
