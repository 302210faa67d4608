using Metrics.Actions.Alerts;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Hold;

/// <summary>Looks whether what is to be held is: what mail servers and filter say, a connection that must be rejected, and the deliveries that the logs show since.</summary>
/// <param name="guard">Knows the mail servers.</param>
/// <param name="traffic">Knows the deliveries.</param>
/// <param name="alerts">Has the time zone in which moments are written.</param>
/// <param name="time">The clock.</param>
internal sealed class HoldCheck(IMailGuard guard, MailTraffic traffic, AlertSettings alerts, TimeProvider time)
{
    /// <summary>Logs are counted once in a step; nobody waits longer for that.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Whether there is something to say: the logs tell of the time since, none is read, or it was waited for long enough.</summary>
    public bool IsDue(HoldJob job)
    {
        if (job.Acted is not { } acted)
            return true;
        var now = time.GetUtcNow();
        // A moment of the future: the clock was set back.
        return now < acted || now - acted >= Patience || traffic.Since(acted, now) is { IsRead: false } or { Deliveries: not double.NaN };
    }

    /// <summary>Looks.</summary>
    /// <param name="job">The hold.</param>
    /// <param name="connects">Whether a connection is tried, too.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What is held or is not; failed: not all is, or it cannot be said.</returns>
    public async Task<HoldOutcome> LookAsync(HoldJob job, bool connects, CancellationToken cancel)
    {
        var count = job.Acted is { } acted ? traffic.Since(acted, time.GetUtcNow()) : MailCount.None;
        var deliveries = count.Text(moment => $"{TimeZoneInfo.ConvertTime(moment, alerts.Current.Zone):HH:mm:ss}");
        try
        {
            var state = await guard.LookAsync(cancel).ConfigureAwait(false);
            var faults = state.Servers.Where(server => server.IsHeld != true).Select(server => $"{server.Name} {MailWords.Held(server)}").ToList();
            if (job.Level >= HoldLevel.Filter && !(connects ? await guard.IsClosedAsync(cancel).ConfigureAwait(false) : state.IsFiltered))
                faults.Add("other users still reach mail servers elsewhere");
            if (job.Level == HoldLevel.Stop)
                faults.AddRange(state.Servers.Where(server => server.IsRunning != false).Select(server => $"{server.Name} {(server.IsRunning is null ? MailWords.Runs(server) : "still runs")}"));
            faults.AddRange(state.Problems.Select(problem => problem.TrimEnd('.')));
            if (count.Deliveries > 0)
                faults.Add("mail still goes out");
            return faults.Count == 0 ? new HoldOutcome($"Tried from outside: nothing goes out. {deliveries}.") : new HoldOutcome($"NOT ALL IS HELD: {string.Join("; ", faults)}. {deliveries}.", IsFailed: true);
        }
        catch (IOException e)
        {
            return new HoldOutcome($"NOT VERIFIED: {e.Message} {deliveries}.", IsFailed: true);
        }
    }
}
