namespace Metrics.Web.Pages;

/// <summary>When a page loads itself again: at the configured rate, but two seconds after data are due, so that it shows them at once.</summary>
internal static class RefreshClock
{
    private const int AfterData = 2;

    /// <summary>Seconds from now until the page loads itself again.</summary>
    /// <param name="now">Seconds since the epoch.</param>
    /// <param name="interval">The wished interval in seconds, at least 1.</param>
    /// <param name="step">Seconds between data, at least 1.</param>
    public static int Delay(long now, int interval, int step)
    {
        var wished = now + interval;
        var aligned = wished - wished % step + AfterData % step;
        // Rounding goes to the nearer data; it must not make a page load twice for the same.
        if (aligned - now < Math.Max(1, interval - step / 2))
            aligned += step;
        return (int)(aligned - now);
    }
}
