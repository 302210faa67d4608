using System.Collections.Immutable;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Detectors;

/// <summary>The newest lines that speak of somebody.</summary>
internal sealed class EvidenceLines
{
    /// <summary>How many are kept.</summary>
    public const int Most = 10;

    private const int MostBytes = 300;

    private readonly Queue<byte[]> lines = new();

    /// <summary>The lines, oldest first, as printable text.</summary>
    public ImmutableArray<string> Lines => [.. lines.Select(line => PrintableText.Of(line))];

    /// <summary>Keeps a line; its beginning, when it is long.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (lines.Count == Most)
            lines.Dequeue();
        lines.Enqueue(line[..Math.Min(line.Length, MostBytes)].ToArray());
    }
}
