namespace Metrics.Web.Pages;

/// <summary>One of the numbers in the row on a graph's page.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Number">The number, without its unit.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Context">One line that puts it in its place.</param>
public sealed record PageFact(string Title, string Number, string Unit, string Context);
