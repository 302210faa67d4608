namespace Metrics.Web.Configuration;

/// <summary>A kind of sections that each have a name: <c>[graph.NAME]</c>.</summary>
/// <typeparam name="T">What a section makes.</typeparam>
/// <param name="Name">What the names of the sections begin with: <c>graph</c>.</param>
/// <param name="One">One of them, in messages: "a graph".</param>
/// <param name="Most">How many there may be.</param>
/// <param name="Keys">Their keys, in the order of the documentation.</param>
/// <param name="Make">One with nothing but its name.</param>
/// <param name="FaultOfName">What a name takes, when it is none; null when it is right.</param>
/// <param name="Check">What is wrong with one as a whole; null when nothing is.</param>
internal sealed record TableKind<T>(
    string Name, string One, int Most, IReadOnlyList<TableKey<T>> Keys, Func<string, T> Make, Func<string, string?> FaultOfName, Func<TableDraft<T>, ConfigFault?> Check)
{
    /// <summary>What the names of the sections begin with.</summary>
    public string Prefix => Name + '.';
}
