using System.Collections.Immutable;
using Metrics.Web.Live;

namespace Metrics.Web.Pages;

/// <summary>A section of the overview, or the whole of one.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Sentence">What there is to say about it.</param>
/// <param name="Panels">The graphs shown.</param>
/// <param name="Count">How many there are in all.</param>
public sealed record SectionModel(string Name, string Sentence, ImmutableArray<PanelModel> Panels, int Count)
{
    /// <summary>The interface whose bandwidth stands above the graphs, by its name in addresses; null: none.</summary>
    public string? Interface { get; init; }

    /// <summary>What that interface has carried, day by day; null: not known for two days.</summary>
    public TrafficDays? Days { get; init; }

    /// <summary>The file systems whose space stands first; none in other sections.</summary>
    public ImmutableArray<DiskSpace> Disks { get; init; } = [];

    /// <summary>Its name for people.</summary>
    public string Title => Words.TitleOf(Name);
}
