namespace Metrics.RrdStore;

/// <summary>How the readings of a series are understood and what is kept of it, as it was declared.</summary>
/// <param name="Source">The source; of a computed series without its expression.</param>
/// <param name="Schema">The schema.</param>
public sealed record SeriesDeclaration(DataSource Source, Schema Schema)
{
    internal static SeriesDeclaration Of(SeriesDefinition definition) => new(
        definition.Source.Expression is null ? definition.Source : definition.Source with { Expression = null }, definition.Schema);
}
