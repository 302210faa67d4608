using System.Net;
using Metrics.Web.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Serving;

public sealed class DrawingTurnsTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>More than may draw and wait together.</summary>
    private const int Many = 300;

    [Fact]
    public async Task Pages_and_pictures_wait_for_the_same_turns_and_are_refused_when_too_many_wait()
    {
        var turns = server.Services.GetRequiredService<DrawingTurns>();
        var taken = Enumerable.Range(0, Many).Select(_ => turns.TakeAsync(TestContext.Current.CancellationToken).AsTask()).ToList();
        foreach (var path in new[] { $"/g/{server.Graph}?from=-3h&to=-2h", $"/g/{server.Graph}/day.svg?w=333", "/?theme=dark" })
        {
            using var refused = await server.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        }
        // Each turn that ends is the next one's.
        foreach (var turn in taken)
            (await turn.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
        using var answer = await server.Client.GetAsync($"/g/{server.Graph}?from=-3h&to=-2h");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
