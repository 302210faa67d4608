namespace Metrics.RrdStore.Tests.Faults;

/// <summary>The power goes at a random operation of a store at work. Of what was not synced each page is kept, dropped, torn or older than
/// others, and new names may be lost. Then the store opens on what remains, and nothing that was acknowledged is missing or wrong.</summary>
public sealed class PowerLossTests
{
    private const int Histories = 150;

    [Theory, InlineData(false), InlineData(true)]
    public void Everything_acknowledged_survives_the_loss_of_power_and_no_row_is_wrong(bool onFailingDisk)
    {
        // The same histories at each run, so that a change is judged by what it changed; another first seed explores.
        var first = int.TryParse(Environment.GetEnvironmentVariable("METRICS_TEST_SEED"), out var given) ? given : 20_261_125;
        for (var seed = first; seed < first + Histories; seed++)
        {
            using var history = new PowerLossHistory(seed, onFailingDisk);
            try
            {
                history.Run(powerLosses: 4);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"METRICS_TEST_SEED={seed}: {e.Message}", e);
            }
        }
    }
}
