using System.Collections.Immutable;
using Metrics.Analyzers.Usage;

namespace Metrics.Web.Domains;

/// <summary>What was counted for a user of a domain.</summary>
/// <param name="Name">The user, without the domain; <c>*</c>: all beyond the number that is told apart.</param>
/// <param name="Counted">What was counted.</param>
public sealed record UserUsage(string Name, ImmutableDictionary<Measure, long> Counted)
{
    /// <summary>The value of a measure; zero when nothing was counted.</summary>
    public long this[Measure measure] => Counted.GetValueOrDefault(measure);
}
