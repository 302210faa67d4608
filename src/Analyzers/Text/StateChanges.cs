namespace Metrics.Analyzers.Text;

/// <summary>What a log's format has to remember beyond a restart, as changes since the last time: entries that are gone, then entries that are
/// new or different.</summary>
internal sealed class StateChanges
{
    /// <summary>Keys of entries that are gone. One may stand among <see cref="Put"/> again.</summary>
    public List<byte[]> Removed { get; } = [];

    /// <summary>Entries to keep.</summary>
    public List<(byte[] Key, byte[] Value)> Put { get; } = [];
}
