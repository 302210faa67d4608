using System.Collections.Immutable;
using System.IO.Enumeration;
using Metrics.Grapher;

namespace Metrics.Web.Shares;

/// <summary>Which graphs a share shows: names of graphs such as <c>net.eth0</c>, patterns of names such as <c>net.*</c>, and whole sections
/// such as <c>section:thermal</c>.</summary>
/// <param name="Patterns">Each of them; a graph that one of them matches belongs to the share.</param>
public sealed record ShareScope(ImmutableArray<string> Patterns)
{
    private const string Section = "section:";
    private const int MostPatterns = 50;
    private const int LongestPattern = 255;

    /// <summary>The scope that a text describes, with spaces, commas or lines between its parts.</summary>
    public static ShareScope Of(string text) =>
        new([.. text.Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()]);

    /// <summary>What is wrong with it, as a sentence; null when nothing is.</summary>
    public string? Fault =>
        Patterns.Length is 0 or > MostPatterns ? $"A share names 1 to {MostPatterns} graphs or patterns; found {Patterns.Length}."
        : Patterns.Any(one => one.Length > LongestPattern || one.Any(c => c is <= ' ' or '\\' or '?' || char.IsControl(c)))
            ? $"A pattern is the name of a graph in which * stands for anything, or section: and the name of a section, in at most {LongestPattern} characters."
        : null;

    /// <summary>Whether a graph belongs to the share.</summary>
    public bool Includes(GraphDefinition graph) => Patterns.Any(pattern => Matches(pattern, graph));

    /// <summary>The patterns that none of some graphs matches: mistyped, or of graphs that are still to come.</summary>
    public ImmutableArray<string> Unmatched(ImmutableArray<GraphDefinition> graphs) =>
        [.. Patterns.Where(pattern => !graphs.Any(graph => Matches(pattern, graph)))];

    private static bool Matches(string pattern, GraphDefinition graph) => pattern.StartsWith(Section, StringComparison.Ordinal)
        ? pattern.AsSpan(Section.Length).SequenceEqual(graph.Section)
        : FileSystemName.MatchesSimpleExpression(pattern, graph.Name, ignoreCase: false);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Patterns);
}
