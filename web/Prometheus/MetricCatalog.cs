using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Web.Prometheus;

/// <summary>The series of the store as Prometheus would see them if it read <c>/metrics</c>: the metric says the unit, the label
/// <c>series</c> the name of the series and <c>label</c> its name for people.</summary>
internal sealed class MetricCatalog(RoundRobinStore store)
{
    /// <summary>The store.</summary>
    public RoundRobinStore Store => store;

    /// <summary>A series and its labels.</summary>
    internal readonly record struct Entry(SeriesInfo Series, MetricFamily Family, LabelSet Labels);

    /// <summary>All series, by name.</summary>
    public IEnumerable<Entry> All() => store.List().Select(Describe);

    /// <summary>The series that fulfil all conditions.</summary>
    public IEnumerable<Entry> Select(ImmutableArray<LabelMatcher> matchers) =>
        All().Where(entry => matchers.All(matcher => matcher.Matches(entry.Labels[matcher.Label])));

    private static Entry Describe(SeriesInfo series)
    {
        var family = MetricFamily.Of(series);
        return new Entry(series, family, new LabelSet(
        [
            new(LabelSet.MetricName, family.Name), new("label", series.Metadata.Label), new("series", series.Name.Value),
        ]));
    }
}
