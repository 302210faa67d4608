using System.Collections.Immutable;
using Metrics.Analyzers.Usage;

namespace Metrics.Web.Domains;

/// <summary>What was counted for a domain, or for a user of one.</summary>
/// <param name="Name">The domain, or the user without it; <c>*</c>: all users beyond the number that is told apart.</param>
/// <param name="Counted">What was counted.</param>
public sealed record NamedUsage(string Name, ImmutableDictionary<Measure, long> Counted)
{
    /// <summary>The value of a measure; zero when nothing was counted.</summary>
    public long this[Measure measure] => Counted.GetValueOrDefault(measure);
}
