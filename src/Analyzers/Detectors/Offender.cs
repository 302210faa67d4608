using System.Collections.Immutable;

namespace Metrics.Analyzers.Detectors;

/// <summary>Somebody a detector points at, with what proves it.</summary>
/// <param name="Detector">Name of the detector: <c>downloads</c>.</param>
/// <param name="Subject">An address (IPv4), a network (IPv6), or a user or sender of this machine, as <see cref="IsAddress"/> says. A user's name is what
/// the log says: print it as text only.</param>
/// <param name="IsAddress">Whether the subject is an address or network, as the server saw it.</param>
/// <param name="FirstUnixSeconds">When it was pointed at first, by the clock of the log.</param>
/// <param name="LastUnixSeconds">When last.</param>
/// <param name="Times">How often it was pointed at.</param>
/// <param name="Reason">What it did last, as a sentence.</param>
/// <param name="Doubtful">Whether so many were pointed at in that hour that the limit is more likely wrong than they are; nobody should be blocked for it.</param>
/// <param name="Evidence">The newest lines that say it, oldest first, as printable text; at most <see cref="EvidenceLines.Most"/>.</param>
public sealed record Offender(
    string Detector, string Subject, bool IsAddress, long FirstUnixSeconds, long LastUnixSeconds, int Times, string Reason, bool Doubtful,
    ImmutableArray<string> Evidence);
