using System.Numerics;
using System.Text;
using Metrics.Grapher.Axes;

namespace Metrics.Grapher.Data;

/// <summary>The memory of one graph on its way to a picture: its columns, points and marks. The next graph of the thread is made in the
/// same.</summary>
/// <remarks>Nothing that was taken from it may be used once it is disposed. One that is never disposed only costs its memory.</remarks>
internal sealed class Workspace : IDisposable
{
    private const int UsualSentence = 256, LongestKept = 16_384;

    [ThreadStatic]
    private static Workspace? idle;
    private bool isRented;

    private readonly Slab<double> values = new();
    private readonly Slab<float> places = new();
    private readonly Slab<Vector2> points = new();

    /// <summary>The marks of the graph, in drawing order.</summary>
    public List<Layout.Mark> Marks { get; } = [];

    /// <summary>The time axis of the graph, to be laid out.</summary>
    public TimeAxis Time { get; } = new();

    /// <summary>The sentence of the graph, to be written.</summary>
    public StringBuilder Sentence { get; private set; } = new(UsualSentence);

    /// <summary>The thread's own memory, or a new one while that is in use.</summary>
    public static Workspace Rent()
    {
        var mine = idle ?? new Workspace();
        idle = null;
        mine.isRented = true;
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

    /// <summary>Places on an axis, to be filled.</summary>
    public Memory<float> Places(int count) => places.Take(count);

    /// <summary>Points, to be filled.</summary>
    public Memory<Vector2> Points(int count) => points.Take(count);

    /// <summary>The first of the points that were taken last; the others are free again.</summary>
    public Memory<Vector2> Kept(Memory<Vector2> taken, int count)
    {
        points.Return(taken.Length - count);
        return taken[..count];
    }

    /// <summary>Gives everything back. A second time, before anybody else has rented it, does nothing.</summary>
    public void Dispose()
    {
        if (!isRented)
            return;
        isRented = false;
        values.Clear();
        places.Clear();
        points.Clear();
        Marks.Clear();
        if (Sentence.Capacity > LongestKept)
            Sentence = new(UsualSentence);
        idle = this;
    }
}
