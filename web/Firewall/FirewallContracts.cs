using Metrics.Actions.Firewall;

namespace Metrics.Web.Firewall;

/// <summary>The answer of <c>/api/v1/firewall</c>, and of <c>metrics blocks --json</c>.</summary>
/// <param name="Total">How many addresses and networks are blocked.</param>
/// <param name="Blocks">The newest of them, the newest first.</param>
/// <param name="Lists">Lists of addresses.</param>
/// <param name="Never">What is never blocked.</param>
/// <param name="Drops">Packets and bytes dropped since the guard began.</param>
/// <param name="Panic">The panic that lasts; null: there is none.</param>
/// <param name="Repairs">How often somebody else had changed the table and it was made anew.</param>
/// <param name="Problem">Why the kernel does not have what it should; null when it has.</param>
public sealed record FirewallDescription(
    int Total, IReadOnlyList<BlockContract> Blocks, IReadOnlyList<ListContract> Lists, IReadOnlyList<NeverContract> Never, IReadOnlyList<DropContract> Drops, PanicContract? Panic,
    int Repairs, string? Problem)
{
    /// <summary>The contract of what the guard says.</summary>
    public static FirewallDescription Of(FirewallAnswer state, IReadOnlyList<BlockContract> blocks) =>
        new(state.Blocks, blocks, state.Lists, state.Never, state.Drops, state.Panic, state.Repairs, state.Problem);
}
