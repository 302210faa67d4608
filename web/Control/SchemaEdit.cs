using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>What a change of the schema makes of a series.</summary>
internal static class SchemaEdit
{
    /// <summary>Works out the new source and schema. What the request does not name stays; archives keep the seconds of their rows.</summary>
    /// <exception cref="ControlRefusedException">They contradict themselves; the message says which value breaks which limit.</exception>
    public static (DataSource Source, Schema Schema) Of(DataSource source, Schema schema, ChangeRequest request)
    {
        var step = request.StepSeconds ?? schema.StepSeconds;
        var heartbeat = request.HeartbeatSeconds ?? schema.HeartbeatSeconds;
        if (heartbeat < step)
            throw new ControlRefusedException(
                $"The heartbeat ({heartbeat} s) is shorter than the step ({step} s): every value would be unknown. --heartbeat says another.");
        try
        {
            return (
                new DataSource(source.Type, request.Minimum ?? source.Minimum, request.Maximum ?? source.Maximum, source.Expression),
                new Schema(step, heartbeat, [.. request.Archives?.Select(Named) ?? schema.Archives.Select(archive => Kept(archive, schema.StepSeconds, step, request.Xff))]));
        }
        catch (ArgumentException e)
        {
            throw new ControlRefusedException(ControlRefusedException.ReasonOf(e), e);
        }
    }

    private static ArchiveDefinition Named(NamedArchive archive) => new(archive.Function, archive.StepsPerRow, archive.Rows, archive.Xff);

    private static ArchiveDefinition Kept(ArchiveDefinition archive, int oldStep, int step, double? xff)
    {
        var (steps, rest) = Math.DivRem((long)archive.StepsPerRow * oldStep, step);
        return rest == 0
            ? new ArchiveDefinition(archive.Function, (int)steps, archive.Rows, xff ?? archive.Xff)
            : throw new ControlRefusedException(
                $"An archive with rows of {(long)archive.StepsPerRow * oldStep} s cannot be kept with a step of {step} s. --archive says which there are to be.");
    }
}
