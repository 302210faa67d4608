namespace Metrics.Grapher;

/// <summary>Something that happened while a graph was recorded: a restart, a release, a note. A dotted line with a numbered flag.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What: "restart into Linux 6.12.21". Text from outside; every pen escapes it.</param>
public sealed record GraphEvent(DateTimeOffset At, string Text);
