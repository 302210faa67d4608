using System.Numerics;

namespace Metrics.Grapher.Data;

/// <summary>The memory of one graph on its way to a picture: its columns, points and marks. The next graph of the thread is made in the
/// same.</summary>
/// <remarks>Nothing that was taken from it may be used once it is disposed. One that is never disposed only costs its memory.</remarks>
internal sealed class Workspace : IDisposable
{
    [ThreadStatic]
    private static Workspace? idle;

    private readonly Slab<double> values = new();
    private readonly Slab<Vector2> points = new();

    /// <summary>The marks of the graph, in drawing order.</summary>
    public List<Layout.Mark> Marks { get; } = [];

    /// <summary>The thread's own memory, or a new one while that is in use.</summary>
    public static Workspace Rent()
    {
        var mine = idle ?? new Workspace();
        idle = null;
        return mine;
    }

    /// <summary>A column of values, to be filled.</summary>
    public Memory<double> Column(int count) => values.Take(count);

    /// <summary>A column of unknown values.</summary>
    public Memory<double> UnknownColumn(int count)
    {
        var column = values.Take(count);
        column.Span.Fill(double.NaN);
        return column;
    }

    /// <summary>Points, to be filled.</summary>
    public Memory<Vector2> Points(int count) => points.Take(count);

    /// <summary>The first of the points that were taken last; the others are free again.</summary>
    public Memory<Vector2> Kept(Memory<Vector2> taken, int count)
    {
        points.Return(taken.Length - count);
        return taken[..count];
    }

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        values.Clear();
        points.Clear();
        Marks.Clear();
        idle = this;
    }
}
