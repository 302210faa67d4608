using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;
using Metrics.Collector;
using Metrics.RrdStore;

namespace Metrics.Web.Hold;

/// <summary>How many messages the queues of mail servers have; only root may look, so the guard does.</summary>
internal sealed class MailQueueSource(GuardClient guard) : ISource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly DataSource Gauge = new(DataSourceType.Gauge);

    private SeriesId all, tried;

    /// <inheritdoc/>
    public string Name => "mail-queue";

    /// <inheritdoc/>
    public void Discover(SeriesCatalog catalog)
    {
        all = catalog.Define("mail.queue", Gauge, "1", "Waiting");
        tried = catalog.Define("mail.queue.new", Gauge, "1", "To be tried now");
    }

    /// <inheritdoc/>
    public void Read(ReadingBatch readings)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var length = guard.AskAsync<MailLengthAnswer>(new MailRequest(MailVerb.Length), patience.Token).GetAwaiter().GetResult();
            readings.Add(all, length.All ?? double.NaN);
            readings.Add(tried, length.New ?? double.NaN);
        }
        catch (Exception e) when (e is IOException or GuardRefusedException or OperationCanceledException)
        {
            readings.AddUnknown(all);
            readings.AddUnknown(tried);
            readings.Faults.Add("guard", e is OperationCanceledException ? "does not answer in time." : e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The way to the guard is everybody's.
    }
}
