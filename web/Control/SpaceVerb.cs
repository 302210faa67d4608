using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Says what space the series of a store take at most.</summary>
internal static class SpaceVerb
{
    /// <summary>Works out every schema that series have.</summary>
    public static PlanAnswer Plan(RoundRobinStore store)
    {
        SchemaContract[] schemas = [.. store.List().GroupBy(series => series.Definition.Schema)
            .OrderBy(group => group.Key.StepSeconds).Select(group => Plan(group.Key, group.Count()))];
        return new PlanAnswer(schemas, schemas.Sum(one => one.Series * one.MostBytesPerSeries), schemas.Sum(one => one.Series * one.TypicalBytesPerSeries));
    }

    private static SchemaContract Plan(Schema schema, int series)
    {
        var all = SpacePlan.Of(schema);
        return new SchemaContract(schema.StepSeconds, schema.HeartbeatSeconds, series,
            [.. schema.Archives.Select(archive => Plan(schema, archive))], all.MostBytes, all.TypicalBytes);
    }

    private static ArchiveContract Plan(Schema schema, ArchiveDefinition archive)
    {
        var plan = SpacePlan.Of(new Schema(schema.StepSeconds, schema.HeartbeatSeconds, archive));
        return new ArchiveContract(archive.Function, archive.StepsPerRow * schema.StepSeconds, archive.Rows, plan.MostBytes, plan.TypicalBytes);
    }
}
