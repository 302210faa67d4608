namespace Metrics.Web.Configuration;

/// <summary>A key of the sections <c>[log.NAME]</c>: what reading, messages and the documentation say about it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">What kind of value it takes.</param>
/// <param name="Default">Its default in words.</param>
/// <param name="Limits">What values are possible.</param>
/// <param name="Description">What it does.</param>
internal sealed record LogKey(string Name, string TypeName, string Default, string Limits, string Description);
