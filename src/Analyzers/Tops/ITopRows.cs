namespace Metrics.Analyzers.Tops;

/// <summary>Where lists are kept: a database, or nowhere.</summary>
internal interface ITopRows
{
    /// <summary>What was kept of a list.</summary>
    IReadOnlyList<(byte[] Name, long Count, long Bytes, long Error)> List(TopKey key);

    /// <summary>What was kept of a count of addresses; empty when nothing was.</summary>
    byte[] Registers(TopKey key);
}
