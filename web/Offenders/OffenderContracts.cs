using Metrics.Actions.Blocking;
using Metrics.Analyzers.Detectors;
using Metrics.Web.Blocking;

namespace Metrics.Web.Offenders;

/// <summary>The answer of <c>/api/v1/offenders</c>.</summary>
/// <param name="Offenders">The offenders, the newest first.</param>
internal sealed record OffenderList(IReadOnlyList<OffenderDescription> Offenders);

/// <summary>Somebody a detector points at.</summary>
/// <param name="Detector">The detector: downloads, passwords.ftp, passwords.mail, passwords.ssh, harvesting or sending.</param>
/// <param name="Subject">An IPv4 address, an IPv6 network, or a user or sender of this machine.</param>
/// <param name="IsAddress">Whether it is an address or network.</param>
/// <param name="First">When it was pointed at first, in seconds since the epoch, by the log's clock.</param>
/// <param name="Last">When last.</param>
/// <param name="Times">How often.</param>
/// <param name="Reason">What it did last.</param>
/// <param name="Doubtful">Whether so many were pointed at that the limit is more likely wrong than they are.</param>
/// <param name="Evidence">Lines of the log that say it.</param>
/// <param name="Decision">What was decided about it last, within 30 days; null: nothing.</param>
internal sealed record OffenderDescription(
    string Detector, string Subject, bool IsAddress, long First, long Last, int Times, string Reason, bool Doubtful, IReadOnlyList<string> Evidence,
    DecisionDescription? Decision)
{
    /// <summary>The contract of an offender.</summary>
    public static OffenderDescription Of(Offender offender, Decision? decision) => new(
        offender.Detector, offender.Subject, offender.IsAddress, offender.FirstUnixSeconds, offender.LastUnixSeconds, offender.Times, offender.Reason,
        offender.Doubtful, offender.Evidence, decision is null ? null : DecisionDescription.Of(decision));
}
