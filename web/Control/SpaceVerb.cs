using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Says what space series take at most: those of a store, or as many as are planned.</summary>
internal static class SpaceVerb
{
    /// <summary>Works out every schema that series of a store have.</summary>
    public static PlanAnswer Plan(RoundRobinStore store)
    {
        var all = store.List();
        var measured = store.Measure();
        // What is left behind is there twice while it is merged or written anew with what is kept.
        return Plan([.. all.GroupBy(series => series.Definition.Schema).Select(group => (group.Key, group.Count()))],
            all.Select(series => series.Id.Value + 1).DefaultIfEmpty().Max(), store.MostCatalogBytes, 2 * measured.LeftBytes, measured.SetAsideBytes);
    }

    /// <summary>Works out a store that has so many series of one schema and nothing else.</summary>
    public static PlanAnswer Plan(Schema schema, int series) => Plan([(schema, series)], series, SpacePlan.CatalogBytesOf(schema, series));

    // Slots: numbers of series that were given, those of deleted ones too.
    private static PlanAnswer Plan(IReadOnlyCollection<(Schema Schema, int Series)> groups, int slots, long catalog, long left = 0, long setAside = 0)
    {
        SchemaContract[] schemas =
            [.. groups.OrderBy(group => group.Schema.StepSeconds).Select(group => Plan(group.Schema, group.Series, (double)slots / group.Series))];
        var most = schemas.Sum(one => one.Series * one.MostBytesPerSeries) + groups.Sum(group => SpacePlan.Of(group.Schema).FixedBytes) + SpacePlan.LogBytesOf(slots) + catalog + left + setAside;
        return new PlanAnswer(schemas, most, SpacePlan.LogBytesOf(slots), catalog, schemas.Sum(one => one.Series * one.TypicalBytesPerSeries), left, setAside);
    }

    private static SchemaContract Plan(Schema schema, int series, double slots)
    {
        var all = SpacePlan.Of(schema, slots);
        return new SchemaContract(schema.StepSeconds, schema.HeartbeatSeconds, series,
            [.. schema.Archives.Select(archive => Plan(schema, archive, slots))], all.MostBytes, all.TypicalBytes);
    }

    private static ArchiveContract Plan(Schema schema, ArchiveDefinition archive, double slots)
    {
        var plan = SpacePlan.Of(new Schema(schema.StepSeconds, schema.HeartbeatSeconds, archive), slots);
        return new ArchiveContract(archive.Function, archive.StepsPerRow * schema.StepSeconds, archive.Rows, plan.MostBytes, plan.TypicalBytes);
    }
}
