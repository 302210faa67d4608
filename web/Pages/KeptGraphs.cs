using System.Runtime.CompilerServices;
using Metrics.Grapher;
using Microsoft.Extensions.Caching.Memory;

namespace Metrics.Web.Pages;

/// <summary>Numbers and drawings of graphs for pages, as long as they would be the same. The reading of one source makes every page another
/// one; the graphs that have nothing new are not read and drawn again for it.</summary>
internal sealed class KeptGraphs(GraphRenderer renderer, GraphCatalog graphs, TimeProvider time) : IDisposable
{
    /// <summary>Memory for all of them: some hundred graphs in both widths.</summary>
    private const long MostBytes = 16L << 20;

    /// <summary>About what the numbers of a graph take.</summary>
    private const long SummaryBytes = 1_024;

    /// <summary>What nobody asks for any more is let go.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The numbers of a graph, or of one of its series.</summary>
    public GraphSummary Summarize(GraphDefinition graph, GraphRange range, GraphSeries? only = null) =>
        Keep(Key(graph, range, only, 0, 0), () => renderer.Summarize(Part(graph, only), range), static _ => SummaryBytes);

    /// <summary>A drawing of a graph, or of one of its series, that becomes part of a page; without legend: the page has it.</summary>
    public InlineGraph Inline(GraphDefinition graph, GraphRange range, int width, int height, GraphSeries? only = null) => Keep(
        Key(graph, range, only, width, height), () => renderer.Inline(Part(graph, only), range, new PictureOptions(width, height, Legend: false)),
        static drawing => sizeof(char) * (long)drawing.Svg.Length);

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    private static GraphDefinition Part(GraphDefinition graph, GraphSeries? only) =>
        only is null ? graph : graph with { Name = only.Series.Value, Series = [only] };

    private T Keep<T>(GraphKey? key, Func<T> make, Func<T, long> bytesOf) where T : class
    {
        if (key is null)
            return make();
        if (kept.TryGetValue(key, out T? known))
            return known!;
        var made = make();
        kept.Set(key, made, new MemoryCacheEntryOptions { Size = bytesOf(made), SlidingExpiration = Idle });
        return made;
    }

    /// <summary>All that it depends on, asked for before it is made; null for a graph that was made for one page only.</summary>
    private GraphKey? Key(GraphDefinition graph, GraphRange range, GraphSeries? only, int width, int height) =>
        ReferenceEquals(graphs.Find(graph.Name), graph)
            ? new(graph, range, only, width, height, graphs.PastVersion, graphs.FreshnessOf(graph, range, Math.Max(width, 1), time.GetUtcNow().ToUnixTimeSeconds()))
            : null;

    /// <summary>Graphs and series are the same when they are the same objects: the catalogue makes new ones when anything about them changes.</summary>
    private sealed record GraphKey(GraphDefinition Graph, GraphRange Range, GraphSeries? Only, int Width, int Height, long Past, (long, long) Freshness)
    {
        public bool Equals(GraphKey? other) => other is not null && ReferenceEquals(Graph, other.Graph) && ReferenceEquals(Only, other.Only)
            && (Range, Width, Height, Past, Freshness) == (other.Range, other.Width, other.Height, other.Past, other.Freshness);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Graph), RuntimeHelpers.GetHashCode(Only), Range, Width, Height, Past, Freshness);
    }
}
