namespace Metrics.RrdStore.Storage;

/// <summary>What a record of the log holds.</summary>
internal enum LogRecordType : byte
{
    /// <summary>A batch of accepted readings.</summary>
    Readings = 1,

    /// <summary>The state of a shard.</summary>
    Shard = 2,
}
