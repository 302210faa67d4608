namespace Metrics.Collector;

/// <summary>The lines of a text of the kernel, one after another. The kernel ends every line, so a last one without its end is cut short:
/// its last number may be half of one, and it is not given.</summary>
/// <param name="text">The text.</param>
internal ref struct Lines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> rest = text;

    /// <summary>The next line, without its end.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            line = default;
            return false;
        }
        line = rest[..end];
        rest = rest[(end + 1)..];
        return true;
    }
}
