using Microsoft.Data.Sqlite;

namespace Metrics.Web.Shares;

/// <summary>Counts the uses of shares and writes them down every few seconds: a page of pictures is dozens of them.</summary>
internal sealed partial class ShareUses(ShareDirectory shares, TimeProvider time, ILogger<ShareUses> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // No more than there are shares.
    private readonly Dictionary<long, ShareUse> pending = [];
    private readonly Lock gate = new();

    /// <summary>Counts one.</summary>
    public void Count(Share share)
    {
        lock (gate)
            pending[share.Id] = new ShareUse(share.Id, pending.GetValueOrDefault(share.Id).Count + 1, time.GetUtcNow());
    }

    /// <summary>Writes them down now.</summary>
    public void Flush()
    {
        ShareUse[] uses;
        lock (gate)
        {
            uses = [.. pending.Values];
            pending.Clear();
        }
        if (uses.Length == 0)
            return;
        try
        {
            shares.AddUses(uses);
        }
        catch (SqliteException e)
        {
            LogLost(uses.Sum(use => use.Count), e.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Flush();
        }
        catch (OperationCanceledException)
        {
            Flush();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} uses of shares could not be written down: {Reason}")]
    private partial void LogLost(long count, string reason);
}
