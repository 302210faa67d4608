using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metrics.Grapher.Pens;

/// <summary>Finds how much of each pixel a shape covers. Edges leave signed areas in a buffer; their running sum along a row is the
/// coverage, so the time grows with the length of the outline and not with what it encloses.</summary>
/// <remarks>The method of accumulated signed areas, as in font rasterisers. Overlapping parts of one direction add up and are cut at full.</remarks>
internal sealed class CoverageRaster
{
    private float[] areas = [];
    private int width, height, stride;
    private int top, bottom;

    /// <summary>Sets the size in pixels; what was drawn before must have been painted.</summary>
    public void Resize(int newWidth, int newHeight)
    {
        // Two cells beyond the last pixel take what edges at the right border leave; then a whole vector may be read at any pixel.
        (width, height, stride) = (newWidth, newHeight, newWidth + 2 + Vector256<float>.Count);
        if (areas.Length < stride * height)
            areas = new float[stride * height];
        (top, bottom) = (height, 0);
    }

    /// <summary>Adds one edge of a closed outline.</summary>
    public void Edge(Vector2 from, Vector2 to)
    {
        if (from.Y == to.Y)
            return;
        var direction = 1f;
        if (from.Y > to.Y)
            (from, to, direction) = (to, from, -1f);
        var (first, last) = (Math.Max(0, (int)MathF.Floor(from.Y)), Math.Min(height, (int)MathF.Ceiling(to.Y)));
        if (first >= last)
            return;
        (top, bottom) = (Math.Min(top, first), Math.Max(bottom, last));
        var slope = (to.X - from.X) / (to.Y - from.Y);
        var x = from.Y < 0 ? from.X - from.Y * slope : from.X;
        var y = Math.Max(from.Y, 0);
        var inside = Math.Min(from.X, to.X) >= 0 && Math.Max(from.X, to.X) <= width;
        ref var cells = ref areas[first * stride];
        for (var row = first; row < last; row++)
        {
            var next = Math.Min(row + 1, to.Y);
            var step = next - y;
            var nextX = x + slope * step;
            if (inside)
                Cells(ref cells, x, nextX, step * direction);
            else
                Cells(ref cells, Math.Clamp(x, 0, width), Math.Clamp(nextX, 0, width), step * direction);
            (x, y) = (nextX, next);
            cells = ref Unsafe.Add(ref cells, stride);
        }
    }

    /// <summary>Adds a closed outline.</summary>
    public void Outline(ReadOnlySpan<Vector2> points)
    {
        for (var i = 0; i < points.Length; i++)
            Edge(points[i], points[i + 1 < points.Length ? i + 1 : 0]);
    }

    /// <summary>Paints what was added since the last call, and forgets it.</summary>
    public void Paint(PalettePlane plane, Layer layer)
    {
        for (var row = top; row < bottom; row++)
        {
            var cells = areas.AsSpan(row * stride, stride);
            PaintRow(cells, plane.Row(row), plane, layer);
            cells.Clear();
        }
        (top, bottom) = (height, 0);
    }

    private static void PaintRow(ReadOnlySpan<float> cells, Span<byte> pixels, PalettePlane plane, Layer layer)
    {
        var covered = layer.Covered;
        Span<int> levels = stackalloc int[Vector256<int>.Count];
        var (sum, x) = (0f, 0);
        while (x < pixels.Length)
        {
            if (IsQuiet(cells, x))
            {
                var run = x + Vector256<float>.Count;
                while (run < pixels.Length && IsQuiet(cells, run))
                    run += Vector256<float>.Count;
                run = Math.Min(run, pixels.Length);
                if (Level(sum) is > 0 and var level)
                    plane.Cover(pixels[x..run], layer, level);
                x = run;
                continue;
            }
            var sums = RunningSums(Vector256.LoadUnsafe(in cells[x])) + Vector256.Create(sum);
            sum = sums[Vector256<float>.Count - 1];
            var full = Vector256.Min(Vector256.Abs(sums), Vector256<float>.One);
            Vector256.ConvertToInt32(full * Layer.Levels + Vector256.Create(0.5f)).CopyTo(levels);
            var end = Math.Min(x + Vector256<float>.Count, pixels.Length);
            for (var i = 0; x < end; i++, x++)
            {
                if (levels[i] == 0)
                    continue;
                ref var pixel = ref pixels[x];
                var known = covered[levels[i] * PalettePlane.Entries + pixel];
                pixel = known >= 0 ? (byte)known : plane.Cover(pixel, layer, levels[i]);
            }
        }
    }

    /// <summary>Each element becomes the sum of itself and those before it.</summary>
    private static Vector256<float> RunningSums(Vector256<float> v)
    {
        // An index of 8 gives zero.
        v += Vector256.Shuffle(v, Vector256.Create(8, 0, 1, 2, 3, 4, 5, 6));
        v += Vector256.Shuffle(v, Vector256.Create(8, 8, 0, 1, 2, 3, 4, 5));
        return v + Vector256.Shuffle(v, Vector256.Create(8, 8, 8, 8, 0, 1, 2, 3));
    }

    /// <summary>Whether the coverage stays the same over the next pixels. The stride leaves room to look beyond the last one.</summary>
    private static bool IsQuiet(ReadOnlySpan<float> cells, int x) =>
        Vector256.EqualsAll(Vector256.LoadUnsafe(in cells[x]), Vector256<float>.Zero);

    private static int Level(float sum) => (int)(Math.Min(MathF.Abs(sum), 1) * Layer.Levels + 0.5f);

    /// <summary>The signed area that a piece of an edge inside one row leaves in the cells it passes and the one after.</summary>
    private static void Cells(ref float row, float from, float to, float signedHeight)
    {
        var (left, right) = from < to ? (from, to) : (to, from);
        var (first, end) = ((int)left, (int)right);
        if (end < right)
            end++;
        if (end <= first + 1)
        {
            var middle = 0.5f * (left + right) - first;
            Cell(ref row, first) += signedHeight * (1 - middle);
            Cell(ref row, first + 1) += signedHeight * middle;
            return;
        }
        // The edge crosses several cells: a triangle in the first, a share of a trapezoid in those between, the rest in the last.
        var perCell = 1 / (right - left);
        var inFirst = 1 - (left - first);
        var inLast = right - end + 1;
        var firstArea = 0.5f * perCell * inFirst * inFirst;
        var lastArea = 0.5f * perCell * inLast * inLast;
        Cell(ref row, first) += signedHeight * firstArea;
        if (end == first + 2)
        {
            Cell(ref row, first + 1) += signedHeight * (1 - firstArea - lastArea);
        }
        else
        {
            var second = perCell * (0.5f + inFirst);
            Cell(ref row, first + 1) += signedHeight * (second - firstArea);
            for (var i = first + 2; i < end - 1; i++)
                Cell(ref row, i) += signedHeight * perCell;
            var before = second + (end - first - 3) * perCell;
            Cell(ref row, end - 1) += signedHeight * (1 - before - lastArea);
        }
        Cell(ref row, end) += signedHeight * lastArea;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Cell(ref float row, int index) => ref Unsafe.Add(ref row, index);
}
