namespace Metrics.Web.Control;

/// <summary>Lines of a stream, none of them longer than a bound.</summary>
/// <param name="stream">The stream.</param>
/// <param name="longest">The longest line, in bytes.</param>
internal sealed class LineReader(Stream stream, int longest)
{
    private readonly byte[] buffer = new byte[longest + 1];
    private int start;
    private int end;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end, until the next call.</param>
    /// <returns>False at the end of the stream; half a line is none.</returns>
    /// <exception cref="IOException">The line is too long, or the stream cannot be read.</exception>
    public bool Read(out ReadOnlySpan<byte> line)
    {
        var looked = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + looked, end - start - looked).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += looked;
                line = buffer.AsSpan(start, length);
                start += length + 1;
                return true;
            }
            looked = end - start;
            buffer.AsSpan(start, looked).CopyTo(buffer);
            (start, end) = (0, looked);
            if (end == buffer.Length)
                throw new IOException($"A line is longer than {longest} bytes.");
            var count = stream.Read(buffer, end, buffer.Length - end);
            if (count == 0)
            {
                line = default;
                return false;
            }
            end += count;
        }
    }
}
