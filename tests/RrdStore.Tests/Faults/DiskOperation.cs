namespace Metrics.RrdStore.Tests.Faults;

/// <summary>What a store asks a disk for.</summary>
internal enum DiskOperation
{
    Open,
    Read,
    Write,
    SetLength,
    Sync,
    Rename,
    Delete,
    CreateDirectory,
    DeleteDirectory,
    SyncDirectory,
}
