using System.Buffers;
using System.Text;

namespace Metrics.Web.Serving;

/// <summary>Takes text and keeps it as UTF-8, in one borrowed buffer that grows: a page of a quarter of a megabyte is never a string, which would be
/// twice as long and each time a large object that only a whole collection lets go of.</summary>
internal sealed class Utf8Writer : TextWriter
{
    private const int FirstLength = 64 * 1024;

    // Between two writes it knows of half a pair of surrogates.
    private readonly Encoder encoder = Encoding.UTF8.GetEncoder();
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int length;

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>All that has been written; half a pair of surrogates is U+FFFD in it.</summary>
    public byte[] ToArray()
    {
        Encode([], isLast: true);
        return buffer.AsSpan(0, length).ToArray();
    }

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Encode(buffer, isLast: false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        base.Dispose(disposing);
    }

    private void Encode(ReadOnlySpan<char> text, bool isLast)
    {
        Grow(length + Encoding.UTF8.GetMaxByteCount(text.Length));
        length += encoder.GetBytes(text, buffer.AsSpan(length), isLast);
    }

    private void Grow(int needed)
    {
        if (needed <= buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * buffer.Length));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
