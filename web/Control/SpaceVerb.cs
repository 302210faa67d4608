using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Says what space the series of a store take at most.</summary>
internal static class SpaceVerb
{
    /// <summary>Works out every schema that series have.</summary>
    public static PlanAnswer Plan(RoundRobinStore store)
    {
        var all = store.List();
        var slots = all.Select(series => series.Id.Value + 1.0).DefaultIfEmpty().Max();
        var groups = all.GroupBy(series => series.Definition.Schema).OrderBy(group => group.Key.StepSeconds).ToList();
        SchemaContract[] schemas = [.. groups.Select(group => Plan(group.Key, group.Count(), slots / group.Count()))];
        var most = schemas.Sum(one => one.Series * one.MostBytesPerSeries) + groups.Sum(group => SpacePlan.Of(group.Key).FixedBytes) + SpacePlan.LogBytesOf((int)slots);
        return new PlanAnswer(schemas, most, schemas.Sum(one => one.Series * one.TypicalBytesPerSeries));
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
