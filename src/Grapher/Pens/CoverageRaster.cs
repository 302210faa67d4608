using System.Numerics;
using System.Runtime.Intrinsics;

namespace Metrics.Grapher.Pens;

/// <summary>Finds how much of each pixel a shape covers. An edge leaves where the coverage below it bends, column by column; summed up
/// twice down a column that is the coverage. So the time grows with the columns an outline passes, not with how steep it is, nor with
/// what it encloses: dense lines are steep everywhere.</summary>
/// <remarks>The method of accumulated signed areas, as in font rasterisers, but down the columns and of the second order: eight columns
/// of a row are summed up at once. Overlapping parts of one direction add up and are cut at full.</remarks>
internal sealed class CoverageRaster
{
    /// <summary>Rows below the last one that an edge at the bottom reaches into.</summary>
    private const int RowsBelow = 3;

    /// <summary>Pieces of edges that are lower than this, in pixels, are taken as level: their slope would lose digits.</summary>
    private const float Flat = 0.5f;

    private float[] bends = [];
    private float[] slopes = [], sums = [];
    private int width, height, stride;
    private int left, right, top, bottom;

    /// <summary>Sets the size in pixels; what was drawn before must have been painted.</summary>
    public void Resize(int newWidth, int newHeight)
    {
        // A whole vector may be read at any pixel.
        (width, height, stride) = (newWidth, newHeight, newWidth + Vector256<float>.Count);
        if (bends.Length < stride * (height + RowsBelow))
            bends = new float[stride * (height + RowsBelow)];
        if (sums.Length < stride)
            (slopes, sums) = (new float[stride], new float[stride]);
        Forget();
    }

    /// <summary>Adds one edge of a closed outline.</summary>
    public void Edge(Vector2 from, Vector2 to)
    {
        if (from.X == to.X)
            return;
        var direction = 1f;
        if (from.X > to.X)
            (from, to, direction) = (to, from, -1f);
        var (first, end) = (Math.Max(0, (int)MathF.Floor(from.X)), Math.Min(width, (int)MathF.Ceiling(to.X)));
        if (first >= end)
            return;
        (left, right) = (Math.Min(left, first), Math.Max(right, end));
        if (end - first == 1 && from.X >= 0 && to.X <= width)
        {
            Piece(first, from.Y, to.Y, (to.X - from.X) * direction);
            return;
        }
        var slope = (to.Y - from.Y) / (to.X - from.X);
        var x = Math.Max(from.X, 0);
        var y = from.Y + slope * (x - from.X);
        for (var column = first; column < end; column++)
        {
            var nextX = Math.Min(column + 1, to.X);
            var nextY = nextX == to.X ? to.Y : y + slope * (nextX - x);
            Piece(column, y, nextY, (nextX - x) * direction);
            (x, y) = (nextX, nextY);
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
        if (left < right)
        {
            slopes.AsSpan(left, right - left + Vector256<float>.Count).Clear();
            sums.AsSpan(left, right - left + Vector256<float>.Count).Clear();
            for (var row = top; row < bottom; row++)
            {
                var bent = bends.AsSpan(row * stride, stride);
                if (row < height)
                    PaintRow(bent, plane.Row(row), plane, layer);
                bent[left..right].Clear();
            }
        }
        Forget();
    }

    private void Forget() => (left, right, top, bottom) = (width, 0, height, 0);

    private void PaintRow(ReadOnlySpan<float> bent, Span<byte> pixels, PalettePlane plane, Layer layer)
    {
        var covered = layer.Covered;
        var slope = slopes.AsSpan(0, stride);
        var sum = sums.AsSpan(0, stride);
        Span<int> mixed = stackalloc int[Vector256<int>.Count];
        // Pixels of one coverage follow each other outside of shapes and inside of them.
        var (run, runLevels) = (left, Vector256<int>.Zero);
        for (var x = left; x < right; x += Vector256<float>.Count)
        {
            var slopeHere = Vector256.LoadUnsafe(ref slope[x]) + Vector256.LoadUnsafe(in bent[x]);
            var sumHere = Vector256.LoadUnsafe(ref sum[x]) + slopeHere;
            slopeHere.StoreUnsafe(ref slope[x]);
            sumHere.StoreUnsafe(ref sum[x]);
            var full = Vector256.Min(Vector256.Abs(sumHere), Vector256<float>.One);
            var levels = Vector256.ConvertToInt32(full * Layer.Levels + Vector256.Create(0.5f));
            if (levels == runLevels)
                continue;
            if (runLevels[0] > 0)
                plane.Cover(pixels[run..x], layer, runLevels[0]);
            if (levels == Vector256.Create(levels[0]))
            {
                (run, runLevels) = (x, levels);
                continue;
            }
            (run, runLevels) = (x + Vector256<float>.Count, Vector256<int>.Zero);
            levels.CopyTo(mixed);
            var some = pixels[x..Math.Min(run, pixels.Length)];
            for (var i = 0; i < some.Length; i++)
            {
                // No test for "not covered": along an edge nobody can foretell it, and looking it up as well costs less.
                var known = covered[mixed[i] * PalettePlane.Entries + some[i]];
                some[i] = known >= 0 ? (byte)known : plane.Cover(some[i], layer, mixed[i]);
            }
        }
        if (runLevels[0] > 0)
            plane.Cover(pixels[run..right], layer, runLevels[0]);
    }

    /// <summary>Adds the part of an edge inside one column. What is above or below the picture counts as on its border.</summary>
    private void Piece(int column, float from, float to, float signedWidth)
    {
        var upper = float.ClampNative(Math.Min(from, to), 0, height);
        var lower = float.ClampNative(Math.Max(from, to), 0, height);
        (top, bottom) = (Math.Min(top, (int)upper), Math.Max(bottom, (int)lower + RowsBelow));
        var tall = lower - upper;
        if (tall > Flat)
        {
            // Between its ends the coverage grows by the same in each row.
            var perRow = signedWidth / tall;
            Bend(column, upper, perRow);
            Bend(column, lower, -perRow);
            return;
        }
        var border = (float)(int)lower;
        if (upper >= border)
        {
            Step(column, (upper + lower) / 2, signedWidth);
            return;
        }
        var share = (border - upper) / tall;
        Step(column, (upper + border) / 2, signedWidth * share);
        Step(column, (border + lower) / 2, signedWidth * (1 - share));
    }

    /// <summary>From a place on, the coverage of a column grows by so much a row.</summary>
    private void Bend(int column, float y, float perRow)
    {
        var row = (int)y;
        var (above, below) = (1 - (y - row), y - row);
        var (first, third) = (0.5f * above * above * perRow, 0.5f * below * below * perRow);
        bends[row * stride + column] += first;
        bends[(row + 1) * stride + column] += perRow - first - third;
        bends[(row + 2) * stride + column] += third;
    }

    /// <summary>At a place, the coverage of a column grows by an area.</summary>
    private void Step(int column, float y, float area)
    {
        var row = (int)y;
        var below = area * (y - row);
        var here = area - below;
        bends[row * stride + column] += here;
        bends[(row + 1) * stride + column] += below - here;
        bends[(row + 2) * stride + column] -= below;
    }
}
