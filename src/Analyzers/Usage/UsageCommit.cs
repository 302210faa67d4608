using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;

namespace Metrics.Analyzers.Usage;

/// <summary>All that changes in one transaction.</summary>
/// <param name="Rows">What was counted.</param>
/// <param name="Logs">How far each log is with that.</param>
/// <param name="Offenders">Who was pointed at since the last one.</param>
/// <param name="Detectors">What detectors have to remember, as changes.</param>
/// <param name="Tops">Lists, of which what has changed is written.</param>
internal sealed record UsageCommit(
    IReadOnlyList<UsageRow> Rows, IReadOnlyList<LogProgress> Logs, IReadOnlyList<Offender> Offenders,
    IReadOnlyList<(string Detector, StateChanges Changes)> Detectors, TopLists? Tops);
