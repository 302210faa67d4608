using System.Text.Json.Serialization;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>What a command asks of a store, its own or that of a running server. These and no others.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "verb", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(StatRequest), "stat")]
[JsonDerivedType(typeof(CheckRequest), "check")]
[JsonDerivedType(typeof(RepairRequest), "repair")]
[JsonDerivedType(typeof(BackupRequest), "backup")]
[JsonDerivedType(typeof(PlanRequest), "plan")]
[JsonDerivedType(typeof(ClipRequest), "clip")]
[JsonDerivedType(typeof(ChangeRequest), "change")]
[JsonDerivedType(typeof(RenameRequest), "rename")]
[JsonDerivedType(typeof(DeleteRequest), "delete")]
[JsonDerivedType(typeof(ImportRequest), "import")]
[JsonDerivedType(typeof(ExportRequest), "export")]
[JsonDerivedType(typeof(QueryRequest), "query")]
[JsonDerivedType(typeof(GraphRequest), "graph")]
[JsonDerivedType(typeof(UnmatchedRequest), "unmatched")]
[JsonDerivedType(typeof(RuleRequest), "rule")]
[JsonDerivedType(typeof(RuleProblemsRequest), "ruleProblems")]
internal abstract record ControlRequest;

/// <summary>How large the store is: <see cref="StatAnswer"/>.</summary>
internal sealed record StatRequest : ControlRequest;

/// <summary>Whether every checksum is right: <see cref="CheckAnswer"/>.</summary>
internal sealed record CheckRequest : ControlRequest;

/// <summary>Sets damaged blocks aside: <see cref="RepairAnswer"/>.</summary>
internal sealed record RepairRequest : ControlRequest;

/// <summary>Copies the store: <see cref="DoneAnswer"/>.</summary>
/// <param name="Directory">Where to, as an absolute path; empty or not there yet.</param>
internal sealed record BackupRequest(string Directory) : ControlRequest;

/// <summary>The space that the schemas in use take at most: <see cref="PlanAnswer"/>.</summary>
internal sealed record PlanRequest : ControlRequest;

/// <summary>Makes rows outside of limits unknown: <see cref="ClipAnswer"/>.</summary>
/// <param name="Series">Name of the series.</param>
/// <param name="Above">Rows above this; null: none.</param>
/// <param name="Below">Rows below this; null: none.</param>
/// <param name="FromSeconds">Rows that end after this, in seconds since the epoch.</param>
/// <param name="ToSeconds">Rows that end up to this.</param>
/// <param name="DryRun">Only counts them.</param>
internal sealed record ClipRequest(string Series, double? Above, double? Below, long FromSeconds, long ToSeconds, bool DryRun) : ControlRequest;

/// <summary>Gives series another schema: <see cref="ChangeAnswer"/>. What is null stays as it is.</summary>
/// <param name="Series">Name of the series, or a pattern with <c>*</c> for any characters.</param>
/// <param name="StepSeconds">Seconds between primary data points.</param>
/// <param name="HeartbeatSeconds">Longest time between two readings that is known.</param>
/// <param name="Xff">Share of the points of a row that may be unknown, of the archives that stay.</param>
/// <param name="Minimum">Smallest possible rate; NaN: no limit.</param>
/// <param name="Maximum">Largest possible rate; NaN: no limit.</param>
/// <param name="Archives">All archives that there are to be.</param>
/// <param name="DryRun">Only says what would become of the rows.</param>
internal sealed record ChangeRequest(
    string Series, int? StepSeconds, int? HeartbeatSeconds, double? Xff, double? Minimum, double? Maximum, IReadOnlyList<NamedArchive>? Archives,
    bool DryRun) : ControlRequest;

/// <summary>An archive that there is to be; the numbers are those of <see cref="ArchiveDefinition"/>.</summary>
internal sealed record NamedArchive(ConsolidationFunction Function, double Xff, int StepsPerRow, int Rows);

/// <summary>Gives a series another name: <see cref="DoneAnswer"/>.</summary>
internal sealed record RenameRequest(string Series, string Name) : ControlRequest;

/// <summary>Ends a series: <see cref="DoneAnswer"/>.</summary>
internal sealed record DeleteRequest(string Series) : ControlRequest;

/// <summary>Takes one database of RRDtool in: <see cref="ImportAnswer"/>.</summary>
/// <param name="Path">The file, as an absolute path.</param>
/// <param name="Prefix">What the names of its series begin with.</param>
internal sealed record ImportRequest(string Path, string Prefix) : ControlRequest;

/// <summary>Writes series out for RRDtool: one <see cref="ExportAnswer"/> for each file.</summary>
/// <param name="Series">Names of the series, at most <see cref="MostSeries"/>.</param>
/// <param name="Directory">Where to, as an absolute path.</param>
/// <param name="Name">Name of the file, without ending; further ones have a number behind it.</param>
/// <param name="IsXml">A dump and not a database.</param>
internal sealed record ExportRequest(IReadOnlyList<string> Series, string Directory, string Name, bool IsXml) : ControlRequest
{
    /// <summary>Series in one request, since all their rows are in memory at once.</summary>
    public const int MostSeries = 100;
}

/// <summary>Rows of a series: one <see cref="QueryAnswer"/>, then as many <see cref="RowsAnswer"/> as there are.</summary>
/// <param name="Series">Name of the series.</param>
/// <param name="Function">The consolidation function.</param>
/// <param name="FromSeconds">Start of the time, in seconds since the epoch.</param>
/// <param name="ToSeconds">Its end.</param>
/// <param name="StepSeconds">The wished seconds per row; the archive nearest to it answers.</param>
internal sealed record QueryRequest(string Series, ConsolidationFunction Function, long FromSeconds, long ToSeconds, int StepSeconds)
    : ControlRequest;

/// <summary>A graph as a file, with its title: as many <see cref="PartAnswer"/> as there are.</summary>
/// <param name="Graph">Name of the graph.</param>
/// <param name="Range">Name of the range; null for the times.</param>
/// <param name="FromSeconds">Start of the time, in seconds since the epoch.</param>
/// <param name="ToSeconds">Its end.</param>
/// <param name="Width">CSS pixels.</param>
/// <param name="Height">CSS pixels.</param>
/// <param name="Theme">Colours.</param>
/// <param name="Scale">Device pixels per CSS pixel.</param>
/// <param name="Format">The end of the file's name: png.</param>
internal sealed record GraphRequest(
    string Graph, string? Range, long FromSeconds, long ToSeconds, int Width, int Height, GraphTheme Theme, int Scale, string Format) : ControlRequest;

/// <summary>Which of the patterns of a share match no graph: <see cref="UnmatchedAnswer"/>.</summary>
/// <param name="Patterns">The patterns.</param>
internal sealed record UnmatchedRequest(IReadOnlyList<string> Patterns) : ControlRequest;

/// <summary>What a rule would have done: <see cref="RuleAnswer"/>.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="FromSeconds">Start of the time, in seconds since the epoch.</param>
/// <param name="ToSeconds">Its end.</param>
/// <param name="StepSeconds">Seconds between two looks.</param>
internal sealed record RuleRequest(RuleContract Rule, long FromSeconds, long ToSeconds, int StepSeconds) : ControlRequest;

/// <summary>What of rules cannot be worked out, since series are not there: <see cref="RuleProblemsAnswer"/>.</summary>
/// <param name="Rules">The rules.</param>
internal sealed record RuleProblemsRequest(IReadOnlyList<RuleContract> Rules) : ControlRequest;
