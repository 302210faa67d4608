namespace Metrics.Web.Control;

/// <summary>A store did not do what was asked of it.</summary>
/// <param name="reason">Why, as a sentence for people.</param>
/// <param name="cause">What was thrown, in this process.</param>
internal sealed class ControlRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
