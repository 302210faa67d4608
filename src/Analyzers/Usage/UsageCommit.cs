namespace Metrics.Analyzers.Usage;

/// <summary>All that changes in one transaction.</summary>
/// <param name="Rows">What was counted.</param>
/// <param name="Logs">How far each log is with that.</param>
internal sealed record UsageCommit(IReadOnlyList<UsageRow> Rows, IReadOnlyList<LogProgress> Logs);
