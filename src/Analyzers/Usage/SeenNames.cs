using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Usage;

/// <summary>What has been found out about names that stand in lines, for all logs together: tables of its own for each of thousands would take tens of kilobytes.</summary>
/// <param name="ledger">Has the accounts.</param>
internal sealed class SeenNames(Ledger ledger)
{
    private TransferOwners? owners;
    private BotAgents? bots;

    /// <summary>Whom transfers of files are counted for.</summary>
    public TransferOwners Owners => owners ??= new TransferOwners(ledger);

    /// <summary>Which programs visit every page.</summary>
    public BotAgents Bots => bots ??= new BotAgents();
}
