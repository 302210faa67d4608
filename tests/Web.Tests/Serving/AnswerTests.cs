using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Metrics.Web.Tests.Serving;

/// <summary>Answers that are kept and compressed once.</summary>
public sealed class AnswerTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory, InlineData("br"), InlineData("gzip")]
    public async Task Everybody_who_asks_at_once_gets_the_page_compressed_in_his_way(string encoding)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = server.Client.BaseAddress };
        using var plain = await client.GetAsync("/help", TestContext.Current.CancellationToken);
        var expected = await plain.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/help") { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue(encoding) } } };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
            return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(expected, Unpack(encoding, answers[0]));
    }

    private static byte[] Unpack(string encoding, byte[] packed)
    {
        using var source = new MemoryStream(packed);
        using Stream stream = encoding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
