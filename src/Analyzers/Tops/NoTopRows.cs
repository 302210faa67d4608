namespace Metrics.Analyzers.Tops;

/// <summary>Keeps nothing: for a report that is made once.</summary>
internal sealed class NoTopRows : ITopRows
{
    /// <inheritdoc/>
    public IReadOnlyList<(byte[] Name, long Count, long Bytes, long Error)> List(TopKey key) => [];

    /// <inheritdoc/>
    public byte[] Registers(TopKey key) => [];
}
