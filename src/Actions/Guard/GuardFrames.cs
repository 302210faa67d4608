using System.Buffers.Binary;

namespace Metrics.Actions.Guard;

/// <summary>Requests and answers on a stream: four bytes with the length, the highest first, then so many bytes of JSON.</summary>
internal static class GuardFrames
{
    /// <summary>The longest request, in bytes.</summary>
    public const int LongestRequest = 1 << 20;

    /// <summary>The longest answer, in bytes.</summary>
    public const int LongestAnswer = 4 << 20;

    private const int HeadBytes = sizeof(uint);

    /// <summary>Writes one.</summary>
    /// <exception cref="IOException">The other side has gone.</exception>
    public static Task WriteAsync(Stream stream, byte[] content, CancellationToken cancel) => stream.WriteAsync(Frame(content), cancel).AsTask();

    /// <summary>The bytes of one.</summary>
    public static byte[] Frame(byte[] content)
    {
        var frame = new byte[HeadBytes + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)content.Length);
        content.CopyTo(frame, HeadBytes);
        return frame;
    }

    /// <summary>Reads one; null when the other side has ended before it began one.</summary>
    /// <exception cref="IOException">It is longer than <paramref name="longest"/> or cut short, or the other side has gone.</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, int longest, CancellationToken cancel)
    {
        var head = new byte[HeadBytes];
        var got = await stream.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancel);
        if (got == 0)
            return null;
        var length = got == HeadBytes ? BinaryPrimitives.ReadUInt32BigEndian(head) : throw new EndOfStreamException("The length of a message is cut short.");
        if (length > longest)
            throw new IOException($"A message has {length} bytes; at most {longest} are taken.");
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancel);
        return content;
    }
}
