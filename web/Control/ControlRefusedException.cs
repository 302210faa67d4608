namespace Metrics.Web.Control;

/// <summary>A store did not do what was asked of it.</summary>
/// <param name="reason">Why, as a sentence for people.</param>
/// <param name="cause">What was thrown, in this process.</param>
internal sealed class ControlRefusedException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>What was thrown, for people: without the name of a parameter, which means nothing to whoever typed the command.</summary>
    public static string ReasonOf(Exception cause) => cause is ArgumentException { ParamName: { } parameter }
        ? cause.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
        : cause.Message;
}
