namespace Metrics.Web.Serving;

/// <summary>A server was not started, and for a good reason.</summary>
/// <param name="reason">Why, and what makes it right, as sentences.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class StartRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
