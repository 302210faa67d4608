namespace Metrics.RrdStore.RrdFiles;

/// <summary>A line of the summary of an import or an export.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Subject">The data source, archive or series it is about.</param>
/// <param name="Text">What was done, and why when it is not plain; one sentence without the subject.</param>
public sealed record RrdNote(RrdOutcome Outcome, string Subject, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject}: {Text}";
}
