using Metrics.Web.Serving;

namespace Metrics.Web.Tests.Serving;

public sealed class AnswerCacheTests : IDisposable
{
    private const int Mebibyte = 1 << 20;

    private readonly AnswerCache cache = new();

    [Fact]
    public async Task What_is_kept_has_a_bound()
    {
        // Each may come to three mebibytes: as it is, as gzip, as Brotli.
        for (var i = 0; i < 100; i++)
            await cache.GetAsync($"{i}", () => Task.FromResult<Answer?>(new Answer(new byte[Mebibyte], "image/svg+xml")), TestContext.Current.CancellationToken);

        var kept = 0;
        for (var i = 0; i < 100; i++)
            if (await cache.GetAsync($"{i}", () => Task.FromResult<Answer?>(null), TestContext.Current.CancellationToken) is not null)
                kept++;
        Assert.InRange(kept, 1, 32 / 3);
    }

    [Fact]
    public async Task Nothing_is_kept_of_what_there_is_not()
    {
        Assert.Null(await cache.GetAsync("one", () => Task.FromResult<Answer?>(null), TestContext.Current.CancellationToken));
        Assert.NotNull(await cache.GetAsync("one", () => Task.FromResult<Answer?>(new Answer([1], "image/png")), TestContext.Current.CancellationToken));
    }

    public void Dispose() => cache.Dispose();
}
