using System.Collections.Immutable;

namespace Metrics.Analyzers.Tailing;

/// <summary>How far a file of a log has been read.</summary>
/// <param name="Path">Path of the log; a file that was renamed since keeps it.</param>
/// <param name="File">Which file.</param>
/// <param name="Offset">Bytes of whole lines read.</param>
/// <param name="Head">First bytes of the file, at most <see cref="MostHeadBytes"/>: a file that was emptied and filled again begins otherwise.</param>
internal sealed record LogPosition(string Path, FileIdentity File, long Offset, ImmutableArray<byte> Head)
{
    /// <summary>Bytes of the head that are compared: more than the comments that some logs begin with.</summary>
    public const int MostHeadBytes = 512;
}
