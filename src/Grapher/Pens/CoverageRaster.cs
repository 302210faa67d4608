using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Metrics.Grapher.Pens;

/// <summary>Finds how much of each pixel a shape covers. An edge leaves where the coverage below it bends, column by column; summed up
/// twice down a column that is the coverage. So the time grows with the columns an outline passes, not with how steep it is, nor with
/// what it encloses: dense lines are steep everywhere.</summary>
/// <remarks>The method of accumulated signed areas, as in font rasterisers, but down the columns and of the second order. Eight columns
/// are a strip, whose bends lie row after row and are summed up at once, only over the rows that an outline reaches in that strip: a line
/// over a thousand columns is in few rows of each. Overlapping parts of one direction add up and are cut at full.</remarks>
internal sealed class CoverageRaster
{
    /// <summary>Columns of a strip: those of a vector.</summary>
    private const int Columns = 8;

    /// <summary>Rows below the last one that an edge at the bottom reaches into.</summary>
    private const int RowsBelow = 3;

    /// <summary>Pieces of edges that are lower than this, in pixels, are taken as level: their slope would lose digits.</summary>
    private const float Flat = 0.5f;

    // Strip after strip, in each row after row, all zero between two shapes.
    private float[] bends = [];
    private int[] tops = [], bottoms = [];
    private int width, height, rows;
    private int firstStrip, endStrip;

    /// <summary>Sets the size in pixels; what was drawn before must have been painted.</summary>
    public void Resize(int newWidth, int newHeight)
    {
        (width, height, rows) = (newWidth, newHeight, newHeight + RowsBelow);
        var strips = (width + Columns - 1) / Columns;
        if (bends.Length < strips * rows * Columns)
            bends = new float[strips * rows * Columns];
        if (tops.Length < strips)
            (tops, bottoms) = (new int[strips], new int[strips]);
        Array.Fill(tops, rows);
        Array.Clear(bottoms);
        (firstStrip, endStrip) = (strips, 0);
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
        (firstStrip, endStrip) = (Math.Min(firstStrip, first / Columns), Math.Max(endStrip, (end - 1) / Columns + 1));
        var slope = (to.Y - from.Y) / (to.X - from.X);
        if (Math.Abs(slope) > Flat && from.X >= 0 && to.X <= width && Math.Min(from.Y, to.Y) >= 0 && Math.Max(from.Y, to.Y) <= height)
        {
            Steep(from, to, slope, direction, first, end);
            return;
        }
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

    /// <summary>Adds an edge inside the picture that is not flat: where it passes from one column to the next, the growth of the coverage
    /// ends in the one and begins in the other.</summary>
    private void Steep(Vector2 from, Vector2 to, float slope, float direction, int first, int end)
    {
        var perRow = direction / slope;
        var (upper, lower) = ((int)Math.Min(from.Y, to.Y), (int)Math.Max(from.Y, to.Y) + RowsBelow);
        for (var strip = first / Columns; strip <= (end - 1) / Columns; strip++)
            (tops[strip], bottoms[strip]) = (Math.Min(tops[strip], upper), Math.Max(bottoms[strip], lower));
        Bend(Column(first), from.Y, perRow);
        for (var column = first + 1; column < end; column++)
        {
            var y = from.Y + slope * (column - from.X);
            Bend(Column(column - 1), y, -perRow);
            Bend(Column(column), y, perRow);
        }
        Bend(Column(end - 1), to.Y, -perRow);
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
        for (var strip = firstStrip; strip < endStrip; strip++)
        {
            if (tops[strip] < bottoms[strip])
                PaintStrip(strip, plane, layer);
            (tops[strip], bottoms[strip]) = (rows, 0);
        }
        (firstStrip, endStrip) = (tops.Length, 0);
    }

    private void PaintStrip(int strip, PalettePlane plane, Layer layer)
    {
        var (top, bottom) = (tops[strip], bottoms[strip]);
        var left = strip * Columns;
        var bent = MemoryMarshal.Cast<float, Vector256<float>>(bends.AsSpan((strip * rows + top) * Columns, (bottom - top) * Columns));
        var (slope, sum) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < bent.Length; i++)
        {
            slope += bent[i];
            sum += slope;
            var covered = Vector256.Min(Vector256.Abs(sum), Vector256<float>.One);
            var levels = Vector256.ConvertToInt32(covered * Layer.Levels + Vector256.Create(0.5f));
            if (levels != Vector256<int>.Zero && top + i < height)
                PaintPixels(plane.Row(top + i)[left..Math.Min(left + Columns, width)], levels, plane, layer);
        }
        bent.Clear();
    }

    private static void PaintPixels(Span<byte> pixels, Vector256<int> levels, PalettePlane plane, Layer layer)
    {
        const ulong each = 0x0101_0101_0101_0101;
        if (pixels.Length < Columns)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = plane.Cover(pixels[i], layer, levels[i]);
            return;
        }
        var below = MemoryMarshal.Read<ulong>(pixels);
        // Eight pixels of one coverage over one colour are the rule inside of areas.
        if (below == (byte)below * each && levels == Vector256.Create(levels[0]))
        {
            MemoryMarshal.Write(pixels, plane.Cover((byte)below, layer, levels[0]) * each);
            return;
        }
        var places = (Vector128.Narrow(levels.GetLower(), levels.GetUpper())
            .AsUInt16() << 8) | Vector128.WidenLower(Vector128.CreateScalar(below).AsByte());
        var (left, right) = (Known(layer.Covered, places.AsUInt64()[0]), Known(layer.Covered, places.AsUInt64()[1]));
        if ((left | right) >= 0)
            MemoryMarshal.Write(pixels, (ulong)right << 32 | (ulong)left);
        else
            for (var i = 0; i < Columns; i++)
                pixels[i] = plane.Cover(pixels[i], layer, levels[i]);
    }

    /// <summary>The entries at four places of a layer's table, 16 bits each; negative when one is not known yet. No test for "not covered":
    /// along an edge nobody can foretell it, and looking it up as well costs less.</summary>
    private static long Known(ReadOnlySpan<short> entries, ulong places)
    {
        int first = entries[(ushort)places], second = entries[(ushort)(places >> 16)];
        int third = entries[(ushort)(places >> 32)], fourth = entries[(ushort)(places >> 48)];
        return (first | second | third | fourth) < 0 ? -1 : (uint)(first | second << 8 | third << 16 | fourth << 24);
    }

    /// <summary>Adds the part of an edge inside one column. What is above or below the picture counts as on its border.</summary>
    private void Piece(int column, float from, float to, float signedWidth)
    {
        var upper = float.ClampNative(Math.Min(from, to), 0, height);
        var lower = float.ClampNative(Math.Max(from, to), 0, height);
        var strip = column / Columns;
        tops[strip] = Math.Min(tops[strip], (int)upper);
        bottoms[strip] = Math.Max(bottoms[strip], (int)lower + RowsBelow);
        var at = Column(column);
        var tall = lower - upper;
        if (tall > Flat)
        {
            // Between its ends the coverage grows by the same in each row.
            var perRow = signedWidth / tall;
            Bend(at, upper, perRow);
            Bend(at, lower, -perRow);
            return;
        }
        var border = (float)(int)lower;
        if (upper >= border)
        {
            Step(at, (upper + lower) / 2, signedWidth);
            return;
        }
        var share = (border - upper) / tall;
        Step(at, (upper + border) / 2, signedWidth * share);
        Step(at, (border + lower) / 2, signedWidth * (1 - share));
    }

    private Span<float> Column(int column) => bends.AsSpan(column / Columns * rows * Columns + column % Columns);

    /// <summary>From a place on, the coverage of a column grows by so much a row.</summary>
    private static void Bend(Span<float> column, float y, float perRow)
    {
        var row = (int)y;
        var (above, below) = (1 - (y - row), y - row);
        var (first, third) = (0.5f * above * above * perRow, 0.5f * below * below * perRow);
        Add(column, row, first, perRow - first - third, third);
    }

    /// <summary>At a place, the coverage of a column grows by an area.</summary>
    private static void Step(Span<float> column, float y, float area)
    {
        var row = (int)y;
        var below = area * (y - row);
        var here = area - below;
        Add(column, row, here, below - here, -below);
    }

    private static void Add(Span<float> column, int row, float first, float second, float third)
    {
        var from = column[(row * Columns)..];
        // The farthest first: one check of the bounds for all.
        from[2 * Columns] += third;
        from[Columns] += second;
        from[0] += first;
    }
}
