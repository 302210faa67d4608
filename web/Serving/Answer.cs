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

    // By the name of the encoding; those of the server, which are two.
    private readonly ConcurrentDictionary<string, byte[]> compressed = new(StringComparer.Ordinal);

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
        return compressed.GetOrAdd(provider.EncodingName, static (encoding, answer) => answer.Compress(encoding), this);
    }

    private byte[] Compress(string encoding)
    {
        using var packed = new MemoryStream(body.Length / 4);
        using (Stream stream = encoding == "br" ? new BrotliStream(packed, level) : new GZipStream(packed, level))
            stream.Write(body);
        return packed.ToArray();
    }
}
