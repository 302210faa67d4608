using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Metrics.Web.Serving;

/// <summary>What is sent again and again: a finished picture or page, compressed once for each way of compression that is asked for.</summary>
/// <param name="body">Its bytes; nobody may change them.</param>
/// <param name="contentType">Its media type.</param>
/// <param name="level">How much work its compression is worth: what is sent for years is worth more than what holds for seconds.</param>
internal sealed class Answer(byte[] body, string contentType, CompressionLevel level = CompressionLevel.Fastest) : IResult
{
    /// <summary>Ways of compression, and the bytes as they are: gzip and Brotli.</summary>
    private const int MostForms = 3;

    /// <summary>Quality and window of Brotli for what holds for seconds. 2 makes a page an eighth smaller than 1 does, the fastest of
    /// <see cref="CompressionLevel"/>, in little more than half of its time: that one begins with clearing large tables.</summary>
    private const int QuickQuality = 2, QuickWindowBits = 18;

    /// <summary>The same for what is worth any work: the most of both that browsers take.</summary>
    private const int BestQuality = 11, BestWindowBits = 22;

    // By the name of the encoding; those of the server, which are two. When a page is new, many who waited for it ask at the same moment: one of them
    // compresses, and the others wait the few milliseconds.
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> compressed = new(StringComparer.Ordinal);

    /// <summary>Its bytes as they are.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The memory that it can come to with all that is compressed of it, in bytes.</summary>
    public long MostBytes => body.LongLength * MostForms;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = contentType;
        var sent = Form(httpContext);
        response.ContentLength = sent.Length;
        return response.Body.WriteAsync(sent, httpContext.RequestAborted).AsTask();
    }

    /// <summary>The bytes in the best way that the reader understands. The server's own compression leaves what is compressed alone.</summary>
    private byte[] Form(HttpContext context)
    {
        var compression = context.RequestServices.GetRequiredService<IResponseCompressionProvider>();
        if (!compression.ShouldCompressResponse(context))
            return body;
        context.Response.Headers.Vary = "Accept-Encoding";
        if (!compression.CheckRequestAcceptsCompression(context) || compression.GetCompressionProvider(context) is not { } provider)
            return body;
        context.Response.Headers.ContentEncoding = provider.EncodingName;
        return compressed.GetOrAdd(provider.EncodingName, static (encoding, answer) => new Lazy<byte[]>(() => answer.Compress(encoding)), this).Value;
    }

    private byte[] Compress(string encoding)
    {
        if (encoding == "br")
            return CompressBrotli();
        using var packed = new MemoryStream(body.Length / 4);
        using (var stream = new GZipStream(packed, level))
            stream.Write(body);
        return packed.ToArray();
    }

    private byte[] CompressBrotli()
    {
        var (quality, window) = level == CompressionLevel.Fastest ? (QuickQuality, QuickWindowBits) : (BestQuality, BestWindowBits);
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
        try
        {
            return BrotliEncoder.TryCompress(body, buffer, out var length, quality, window)
                ? buffer.AsSpan(0, length).ToArray()
                : throw new InvalidOperationException("Brotli needs more room than it says.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
