namespace Metrics.Web.Api;

/// <summary>The answer of <c>/api/v1/graphs</c>.</summary>
/// <param name="Graphs">The graphs, by name.</param>
/// <param name="Next">The value of <c>after</c> for the next ones; absent when these are the last.</param>
internal sealed record GraphList(IReadOnlyList<GraphDescription> Graphs, string? Next);

/// <summary>A graph.</summary>
/// <param name="Name">Its name in addresses: <c>/g/{name}/day.json</c>.</param>
/// <param name="Section">The page it is on.</param>
/// <param name="Title">Its title.</param>
/// <param name="Step">Seconds between its values.</param>
/// <param name="Series">The names of the series it is made of.</param>
internal sealed record GraphDescription(string Name, string Section, string Title, int Step, IReadOnlyList<string> Series);
