using Metrics.RrdStore;

namespace Metrics.Actions.Tests.Rules;

/// <summary>A store with a step of 10 s, filled by hand.</summary>
internal sealed class RuleStore : IDisposable
{
    /// <summary>Time between readings, in seconds.</summary>
    public const int Step = 10;

    /// <summary>A whole minute, in seconds since the epoch.</summary>
    public const long Start = 1_790_000_040;

    private static readonly Schema Schema = new(Step, 25, new ArchiveDefinition(ConsolidationFunction.Average, 1, 8_640), new ArchiveDefinition(ConsolidationFunction.Average, 360, 2_000));

    private readonly TemporaryDirectory directory = new();

    public RuleStore() => Store = RoundRobinStore.Open(directory["store"]);

    /// <summary>The store.</summary>
    public RoundRobinStore Store { get; }

    /// <summary>A path beside the store.</summary>
    public string this[string name] => directory[name];

    /// <summary>Declares a gauge.</summary>
    public SeriesInfo Define(string name, params (string, string)[] facts) => Store.Define(new SeriesDefinition(
        SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), Schema,
        new SeriesMetadata("1", name, System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(facts.Select(f => KeyValuePair.Create(f.Item1, f.Item2))))));

    /// <summary>Appends readings, a step apart; the first makes no row, being the begin of the first step.</summary>
    /// <returns>When the last is, in seconds since the epoch.</returns>
    public long Fill(SeriesInfo series, long from, params double[] values)
    {
        Store.Append([Reading.Of(series.Id, from * 1_000_000, values[0])]);
        for (var i = 0; i < values.Length; i++)
            Store.Append([Reading.Of(series.Id, (from + (i + 1) * Step) * 1_000_000, values[i])]);
        return from + values.Length * Step;
    }

    public void Dispose()
    {
        Store.Dispose();
        directory.Dispose();
    }
}
