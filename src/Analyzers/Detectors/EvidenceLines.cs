using System.Collections.Immutable;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Detectors;

/// <summary>The newest lines that speak of somebody.</summary>
internal sealed class EvidenceLines
{
    /// <summary>How many are kept.</summary>
    public const int Most = 10;

    private const int MostBytes = 300;

    // A ring: the oldest line gives its memory to the newest.
    private ByteText[] lines = [];
    private int next;

    /// <summary>The lines, oldest first, as printable text.</summary>
    public ImmutableArray<string> Lines =>
        [.. Enumerable.Range(next, lines.Length).Select(at => lines[at % Most]).Where(line => line.Span.Length > 0).Select(line => PrintableText.Of(line.Span))];

    /// <summary>Keeps a line; its beginning, when it is long.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (lines.Length == 0)
            lines = new ByteText[Most];
        lines[next].Set(line[..Math.Min(line.Length, MostBytes)]);
        next = (next + 1) % Most;
    }
}
