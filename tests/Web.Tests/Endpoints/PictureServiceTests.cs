using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Endpoints;
using Metrics.Web.Serving;

namespace Metrics.Web.Tests.Endpoints;

/// <summary>What no URL can do to the server.</summary>
public sealed class PictureServiceTests : IDisposable
{
    /// <summary>Pictures that may wait, as the service has it.</summary>
    private const int Queue = 256;

    private const string Type = "image/png";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory directory = new();
    private readonly RoundRobinStore store;
    private readonly AnswerCache answers = new();
    private readonly DrawingTurns turns = new();
    private readonly PictureService pictures;

    public PictureServiceTests()
    {
        store = RoundRobinStore.Open(directory["data"]);
        pictures = new PictureService(new GraphRenderer(store, TimeZoneInfo.Utc, TimeProvider.System), answers, turns);
    }

    [Fact]
    public async Task Identical_pictures_that_are_asked_for_together_are_drawn_once()
    {
        using var gate = new ManualResetEventSlim();
        var drawn = 0;
        var asked = Enumerable.Range(0, 20).Select(_ => pictures.DrawAsync("one", Type, _ =>
        {
            Interlocked.Increment(ref drawn);
            gate.Wait(Patience);
            return [1];
        }, Stopped).AsTask()).ToList();
        gate.Set();

        Assert.All(await Task.WhenAll(asked).WaitAsync(Patience, TestContext.Current.CancellationToken), file => Assert.Equal([1], file!.Body.ToArray()));
        Assert.Equal(1, drawn);
    }

    [Fact]
    public async Task A_picture_that_was_drawn_is_not_drawn_again()
    {
        var first = await pictures.DrawAsync("one", Type, _ => [1], Stopped);
        var second = await pictures.DrawAsync("one", Type, _ => throw new InvalidOperationException("It is there already."), Stopped);
        var other = await pictures.DrawAsync("other", Type, _ => [2], Stopped);

        Assert.Same(first, second);
        Assert.Equal([2], other!.Body.ToArray());
    }

    [Fact]
    public async Task More_pictures_than_can_wait_are_refused_and_those_that_wait_are_drawn()
    {
        using var gate = new ManualResetEventSlim();
        var most = Environment.ProcessorCount + Queue;
        var asked = Enumerable.Range(0, most + 10).Select(i => pictures.DrawAsync($"{i}", Type, _ =>
        {
            gate.Wait(Patience);
            return [1];
        }, Stopped).AsTask()).ToList();
        var refused = asked.Skip(most).ToList();

        Assert.All(await Task.WhenAll(refused).WaitAsync(Patience, TestContext.Current.CancellationToken), Assert.Null);
        gate.Set();
        Assert.All(await Task.WhenAll(asked.Take(most)).WaitAsync(Patience, TestContext.Current.CancellationToken), Assert.NotNull);
    }

    [Fact]
    public async Task A_picture_that_failed_is_drawn_again_when_it_is_asked_for_again()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pictures.DrawAsync("one", Type, _ => throw new InvalidOperationException(), Stopped));

        Assert.Equal([1], (await pictures.DrawAsync("one", Type, _ => [1], Stopped))!.Body.ToArray());
    }

    [Fact]
    public async Task Whoever_goes_does_not_take_the_picture_from_those_who_wait_for_the_same()
    {
        using var gate = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        var blocking = Enumerable.Range(0, Environment.ProcessorCount).Select(i => pictures.DrawAsync($"{i}", Type, _ =>
        {
            gate.Wait(Patience);
            return [1];
        }, Stopped).AsTask()).ToList();
        var first = pictures.DrawAsync("one", Type, _ => [2], gone.Token).AsTask();
        var second = pictures.DrawAsync("one", Type, _ => [3], Stopped).AsTask();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience, Stopped));
        gate.Set();
        Assert.Equal([3], (await second.WaitAsync(Patience, Stopped))!.Body.ToArray());
        await Task.WhenAll(blocking).WaitAsync(Patience, Stopped);
    }

    public void Dispose()
    {
        turns.Dispose();
        answers.Dispose();
        store.Dispose();
        directory.Dispose();
    }
}
