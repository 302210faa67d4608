using System.IO.Compression;
using SharpCompress.Common;
using SharpCompress.Compressors.Xz;
using ZstdSharp;

namespace Metrics.Analyzers.Tailing;

/// <summary>The content of a file that may be compressed with gzip, xz or zstd: which of them, if any, is seen by its first bytes. Files that were put
/// one behind the other are read as one, as their own tools do.</summary>
internal sealed class Unpacked : IDisposable
{
    private readonly PeekStream packed;
    private Stream content;

    /// <summary>Takes a file over.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged at its begin.</exception>
    public Unpacked(Stream file)
    {
        packed = new PeekStream(file);
        content = packed;
        try
        {
            content = Open();
        }
        catch (Exception e) when (IsDamage(e))
        {
            Dispose();
            throw Damage(e);
        }
    }

    /// <summary>Whether it is compressed.</summary>
    public bool IsPacked => content != packed;

    /// <summary>Reads the next bytes.</summary>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="IOException">It cannot be read, or is damaged; the message is a sentence without its subject.</exception>
    public int Read(Span<byte> destination)
    {
        try
        {
            while (true)
            {
                if (content.Read(destination) is > 0 and var read)
                    return read;
                // Only of xz the library reads one stream at a time.
                if (content is not XZStream || !NextXz())
                    return 0;
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damage(e);
        }
    }

    /// <summary>Reads the next bytes until the destination is full or nothing is left.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="IOException">See <see cref="Read"/>.</exception>
    public int Fill(Span<byte> destination)
    {
        var filled = 0;
        for (int read; filled < destination.Length && (read = Read(destination[filled..])) > 0;)
            filled += read;
        return filled;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (content != packed)
            content.Dispose();
        packed.Dispose();
    }

    private Stream Open()
    {
        return packed.Peek(6) switch
        {
            [0x1F, 0x8B, ..] => new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true),
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => new XZStream(packed),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => new DecompressionStream(packed, leaveOpen: true),
            _ => packed,
        };
    }

    // Streams may have zeros between them (xz(1), "Stream Padding").
    private bool NextXz()
    {
        Span<byte> padding = stackalloc byte[4];
        while (packed.Peek(4) is [0, 0, 0, 0])
            packed.ReadExactly(padding);
        if (packed.Peek(1).IsEmpty)
            return false;
        content = new XZStream(packed);
        return true;
    }

    private static bool IsDamage(Exception e) => e is InvalidDataException or EndOfStreamException or SharpCompressException or ZstdException or IndexOutOfRangeException or OverflowException;

    private static IOException Damage(Exception e) => new($"is damaged: {e.Message}", e);
}
