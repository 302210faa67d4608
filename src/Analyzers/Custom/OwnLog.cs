using System.Collections.Immutable;

namespace Metrics.Analyzers.Custom;

/// <summary>A log whose format an administrator has described, and what is counted in it.</summary>
/// <param name="Name">Its name; its series begin with <c>log.NAME.</c>.</param>
/// <param name="Paths">Its paths or patterns of paths.</param>
/// <param name="Line">How its lines look.</param>
/// <param name="When">What the lines that count are like; empty: all count.</param>
/// <param name="Count">Whether the lines are counted.</param>
/// <param name="Sums">Number fields that are summed up.</param>
public sealed record OwnLog(
    string Name, ImmutableArray<string> Paths, LinePattern Line, ImmutableArray<LineCondition> When, bool Count, ImmutableArray<string> Sums)
{
    /// <summary>Name of its format.</summary>
    public string Format => $"log.{Name}";

    /// <summary>The logs that are read.</summary>
    public IEnumerable<LogSettings> Settings => Paths.Select(path => new LogSettings(path, Format));
}
