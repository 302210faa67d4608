namespace Metrics.RrdStore.Tests.Faults;

/// <summary>The power goes at a random operation of a store at work. Of what was not synced each page is kept, dropped, torn or older than
/// others, and new names may be lost. Then the store opens on what remains, and nothing that was acknowledged is missing or wrong.</summary>
/// <remarks>What was not acknowledged may be there too: a kernel writes pages when it likes, so the store can be ahead of what was promised,
/// by whole batches. The model takes those over that the log has, and only the rows of what it then has are asked for.
/// <para>METRICS_TEST_HISTORIES=1000 runs more histories, METRICS_TEST_SEED=N others.</para></remarks>
public sealed class PowerLossTests
{
    private const int Histories = 60;

    [Theory, InlineData(false), InlineData(true)]
    public void Everything_acknowledged_survives_the_loss_of_power_and_no_row_is_wrong(bool onFailingDisk)
    {
        // The same histories at each run, so that a change is judged by what it changed; another first seed explores.
        var first = Given("METRICS_TEST_SEED", 20_261_125);
        var histories = Given("METRICS_TEST_HISTORIES", Histories);
        for (var seed = first; seed < first + histories; seed++)
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
    private static int Given(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), out var given) ? given : usual;
}
