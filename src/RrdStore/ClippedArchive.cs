namespace Metrics.RrdStore;

/// <summary>What a clip did to an archive.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="Looked">Known rows in the range.</param>
/// <param name="Clipped">Those that became unknown.</param>
public readonly record struct ClippedArchive(ArchiveDefinition Archive, int Looked, int Clipped);
