using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Metrics.Web.Serving;

/// <summary>Finished answers by a key that says all they depend on, so that none is ever wrong: it is found again, or it is not asked for
/// any more and makes room. Those that are asked for together are made once.</summary>
internal sealed class AnswerCache : IDisposable
{
    /// <summary>Memory for all of them: some dozen pages, or a few hundred pictures.</summary>
    private const long MostBytes = 32L << 20;

    /// <summary>What nobody asks for any more is let go.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>How much of it goes at once when it is full: to choose what goes, all is looked at, and that shall not be every few pictures.</summary>
    private const double Share = 0.25;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostBytes, CompactionPercentage = Share });
    private readonly ConcurrentDictionary<string, Lazy<Task<Answer?>>> inFlight = new(StringComparer.Ordinal);

    /// <summary>Finds an answer, or makes it.</summary>
    /// <param name="key">Equal for equal answers, and for those only.</param>
    /// <param name="make">Makes it; null: there is none now, which is not kept.</param>
    /// <param name="wanted">Ends when whoever asks does not want it any more.</param>
    public ValueTask<Answer?> GetAsync(string key, Func<Task<Answer?>> make, CancellationToken wanted) =>
        kept.TryGetValue(key, out Answer? known) ? ValueTask.FromResult(known) : new(WaitAsync(key, make, wanted));

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    private async Task<Answer?> WaitAsync(string key, Func<Task<Answer?>> make, CancellationToken wanted)
    {
        while (true)
        {
            var own = new Lazy<Task<Answer?>>(() => MakeAsync(key, make));
            var made = inFlight.GetOrAdd(key, own);
            try
            {
                // What makes it may need the request that it is made in: that one stays until it is made, or ends the making itself.
                return await (made == own ? made.Value : made.Value.WaitAsync(wanted));
            }
            catch (OperationCanceledException) when (!wanted.IsCancellationRequested)
            {
                // Whoever it was made for has gone. Each time around there is one less.
            }
        }
    }

    private async Task<Answer?> MakeAsync(string key, Func<Task<Answer?>> make)
    {
        try
        {
            var answer = await make();
            if (answer is not null)
                kept.Set(key, answer, new MemoryCacheEntryOptions { Size = answer.MostBytes + sizeof(char) * key.Length, SlidingExpiration = Idle });
            return answer;
        }
        finally
        {
            inFlight.TryRemove(key, out _);
        }
    }
}
