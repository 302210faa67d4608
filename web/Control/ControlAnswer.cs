using System.Text.Json.Serialization;
using Metrics.RrdStore;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.Web.Control;

/// <summary>A line of an answer. Over the socket each request ends with <see cref="EndAnswer"/> or <see cref="RefusedAnswer"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "answer", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(EndAnswer), "end")]
[JsonDerivedType(typeof(RefusedAnswer), "refused")]
[JsonDerivedType(typeof(ProgressAnswer), "progress")]
[JsonDerivedType(typeof(DoneAnswer), "done")]
[JsonDerivedType(typeof(StatAnswer), "stat")]
[JsonDerivedType(typeof(CheckAnswer), "check")]
[JsonDerivedType(typeof(RepairAnswer), "repair")]
[JsonDerivedType(typeof(PlanAnswer), "plan")]
[JsonDerivedType(typeof(ClipAnswer), "clip")]
[JsonDerivedType(typeof(ChangeAnswer), "change")]
[JsonDerivedType(typeof(ImportAnswer), "import")]
[JsonDerivedType(typeof(ExportAnswer), "export")]
[JsonDerivedType(typeof(QueryAnswer), "query")]
[JsonDerivedType(typeof(RowsAnswer), "rows")]
[JsonDerivedType(typeof(PartAnswer), "part")]
[JsonDerivedType(typeof(UnmatchedAnswer), "unmatched")]
[JsonDerivedType(typeof(RuleAnswer), "rule")]
[JsonDerivedType(typeof(RuleProblemsAnswer), "ruleProblems")]
internal abstract record ControlAnswer;

/// <summary>Nothing more comes for the request.</summary>
internal sealed record EndAnswer : ControlAnswer;

/// <summary>It was not done, or not to its end.</summary>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record RefusedAnswer(string Reason) : ControlAnswer;

/// <summary>How far a check, a repair or a backup is; any number of them come before its answer.</summary>
/// <param name="DoneBytes">Bytes done.</param>
/// <param name="TotalBytes">Bytes in all.</param>
internal sealed record ProgressAnswer(long DoneBytes, long TotalBytes) : ControlAnswer;

/// <summary>It was done.</summary>
/// <param name="Sentence">What.</param>
internal sealed record DoneAnswer(string Sentence) : ControlAnswer;

/// <summary>How large a store is; the figures are those of <see cref="StoreStatistics"/>.</summary>
/// <param name="Directory">The data directory.</param>
/// <param name="Series">Series defined.</param>
/// <param name="Values">Rows in row files.</param>
/// <param name="BytesPerValue">Bytes of row files for each row; null without rows.</param>
/// <param name="CompressedBytesPerValue">Bytes for each row in compressed blocks; null without any.</param>
/// <param name="Blocks">Blocks that the rows are in.</param>
/// <param name="Chunks">Chunks that these are in.</param>
/// <param name="RowBytes">Bytes of all row files.</param>
/// <param name="GarbageBytes">Of them, bytes that the next compaction frees.</param>
/// <param name="LogSegments">Files of the log in use.</param>
/// <param name="LogBytes">Bytes of them.</param>
/// <param name="LastSync">When readings were last made durable.</param>
/// <param name="Damaged">Damaged blocks that reading has come upon; only a check finds all.</param>
/// <param name="LateReadings">Late readings taken since the store was opened.</param>
/// <param name="WaitingReadings">Of them, and of those from before, how many are not worked in yet.</param>
/// <param name="RefusedReadings">Readings refused since then as too late.</param>
/// <param name="LoneReadings">Late readings of counters since then that said nothing, because the one before them is not known.</param>
/// <param name="Fault">Why readings cannot be written or are refused at present, as a sentence; null when all is well.</param>
internal sealed record StatAnswer(
    string Directory, int Series, long Values, double? BytesPerValue, double? CompressedBytesPerValue, long Blocks, long Chunks, long RowBytes, long GarbageBytes,
    int LogSegments, long LogBytes, DateTimeOffset LastSync, int Damaged, long LateReadings, int WaitingReadings, long RefusedReadings,
    long LoneReadings, string? Fault) : ControlAnswer;

/// <summary>What is wrong with a store.</summary>
/// <param name="Blocks">Blocks whose checksums were right or wrong.</param>
/// <param name="Chunks">Chunks that they are in.</param>
/// <param name="Damages">What is damaged, and where.</param>
/// <param name="Recovery">What was found wrong when the store was opened, as sentences.</param>
internal sealed record CheckAnswer(long Blocks, long Chunks, IReadOnlyList<DamageContract> Damages, IReadOnlyList<string> Recovery) : ControlAnswer;

/// <summary>What a repair set aside.</summary>
/// <param name="Directory">Where the damaged files are now.</param>
/// <param name="Damages">What was damaged.</param>
/// <param name="Recovery">What was found wrong when the store was opened, as sentences.</param>
internal sealed record RepairAnswer(string Directory, IReadOnlyList<DamageContract> Damages, IReadOnlyList<string> Recovery) : ControlAnswer;

/// <summary>A damaged place.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where in it, in bytes from its start.</param>
/// <param name="Series">The series concerned; null when it cannot be told.</param>
/// <param name="Problem">What is wrong, as a sentence.</param>
internal sealed record DamageContract(string Path, long Offset, string? Series, string Problem);

/// <summary>The space of the schemas in use.</summary>
/// <param name="Schemas">Each of them.</param>
/// <param name="MostBytes">What all series take at most, with log and catalogue, what is left behind and what is set aside.</param>
/// <param name="LogBytes">What of it the log takes.</param>
/// <param name="CatalogBytes">What of it the catalogue takes.</param>
/// <param name="TypicalBytes">What they take as a rule.</param>
/// <param name="LeftBytes">What of the most the rows take that deleted series and changed schemas left behind.</param>
/// <param name="SetAsideBytes">What of it recovery and repair have set aside.</param>
internal sealed record PlanAnswer(
    IReadOnlyList<SchemaContract> Schemas, long MostBytes, long LogBytes, long CatalogBytes, long TypicalBytes, long LeftBytes, long SetAsideBytes) : ControlAnswer;

/// <summary>A schema and its space.</summary>
/// <param name="StepSeconds">Seconds between primary data points.</param>
/// <param name="HeartbeatSeconds">Longest time between two readings that is known.</param>
/// <param name="Series">How many series have it.</param>
/// <param name="Archives">Its archives, each for one series.</param>
/// <param name="MostBytesPerSeries">What one series takes at most; archives that keep the same rows share them.</param>
/// <param name="TypicalBytesPerSeries">What one takes as a rule.</param>
internal sealed record SchemaContract(
    int StepSeconds, int HeartbeatSeconds, int Series, IReadOnlyList<ArchiveContract> Archives, long MostBytesPerSeries, long TypicalBytesPerSeries);

/// <summary>An archive and the space it takes of one series.</summary>
internal sealed record ArchiveContract(ConsolidationFunction Function, int RowSeconds, int Rows, long MostBytes, long TypicalBytes);

/// <summary>What a clip did, or would do, to each archive in the order of the schema.</summary>
internal sealed record ClipAnswer(string Series, bool DryRun, IReadOnlyList<ClippedContract> Archives) : ControlAnswer;

/// <summary>What a clip did to an archive.</summary>
/// <param name="Function">What a row keeps.</param>
/// <param name="RowSeconds">Seconds a row covers.</param>
/// <param name="Looked">Known rows in the time.</param>
/// <param name="Clipped">Those that became unknown.</param>
internal sealed record ClippedContract(ConsolidationFunction Function, int RowSeconds, int Looked, int Clipped);

/// <summary>What a change of the schema did, or would do.</summary>
/// <param name="DryRun">Nothing was done.</param>
/// <param name="Unchanged">Series that have such a schema already.</param>
/// <param name="Changed">The others, those of one schema together.</param>
/// <param name="NewBytes">What the rows that are made anew take on the disk as a rule.</param>
/// <param name="Stop">Why not all of them are changed, and which are; null when all are.</param>
internal sealed record ChangeAnswer(
    bool DryRun, int Unchanged, IReadOnlyList<ChangedContract> Changed, long NewBytes, ChangeStopContract? Stop) : ControlAnswer;

/// <summary>Where a change of many series ended.</summary>
/// <param name="Changed">How many are changed: those before <paramref name="Series"/> by name.</param>
/// <param name="Series">The first that is not; null when all are, and may not be durable.</param>
/// <param name="Left">How many are not: that one and those after it.</param>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record ChangeStopContract(int Changed, string? Series, int Left, string Reason);

/// <summary>Series that had one schema.</summary>
/// <param name="Count">How many.</param>
/// <param name="Series">Names of the first of them.</param>
/// <param name="Before">What was declared.</param>
/// <param name="After">What is declared now.</param>
/// <param name="Archives">What becomes of the rows.</param>
internal sealed record ChangedContract(
    int Count, IReadOnlyList<string> Series, DeclaredContract Before, DeclaredContract After, IReadOnlyList<ChangedArchiveContract> Archives);

/// <summary>What is declared of a series beside its archives.</summary>
/// <param name="StepSeconds">Seconds between primary data points.</param>
/// <param name="HeartbeatSeconds">Longest time between two readings that is known.</param>
/// <param name="Minimum">Smallest possible rate; null: no limit.</param>
/// <param name="Maximum">Largest possible rate; null: no limit.</param>
/// <param name="MostBytes">What a series takes at most.</param>
internal sealed record DeclaredContract(int StepSeconds, int HeartbeatSeconds, double? Minimum, double? Maximum, long MostBytes);

/// <summary>What becomes of an archive of each series; numbers of rows, of those that there can be.</summary>
/// <param name="Function">What a row keeps.</param>
/// <param name="RowSeconds">Seconds a row covers.</param>
/// <param name="RowsBefore">Rows before; 0: it was not there.</param>
/// <param name="RowsAfter">Rows now; 0: it goes.</param>
/// <param name="Kept">Rows that stay as they are.</param>
/// <param name="Filled">Rows that are made from the other archives, as far back as these reach.</param>
/// <param name="Lost">Rows that go.</param>
/// <param name="XffBefore">Share of a row that might be unknown; null: it was not there.</param>
/// <param name="XffAfter">Share that may be unknown of rows to come; null: it goes.</param>
internal sealed record ChangedArchiveContract(
    ConsolidationFunction Function, int RowSeconds, int RowsBefore, int RowsAfter, int Kept, int Filled, int Lost, double? XffBefore, double? XffAfter);

/// <summary>What became of a database.</summary>
/// <param name="Imported">Series taken in.</param>
/// <param name="Present">Series that the store has already, up to the same last reading.</param>
/// <param name="Notes">What was mapped how; that a data source became a series is not among them. Where nothing was taken in, only what is left out.</param>
/// <param name="Failure">Why it ended before all series were in, as a sentence; null when it did not.</param>
internal sealed record ImportAnswer(
    IReadOnlyList<string> Imported, IReadOnlyList<string> Present, IReadOnlyList<NoteContract> Notes, string? Failure = null) : ControlAnswer;

/// <summary>A file that was written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Notes">What was put how; each series is the subject of one.</param>
internal sealed record ExportAnswer(string Path, IReadOnlyList<NoteContract> Notes) : ControlAnswer;

/// <summary>A line of the summary of an import or an export: <see cref="RrdNote"/>.</summary>
internal sealed record NoteContract(RrdOutcome Outcome, string Subject, string Text)
{
    /// <summary>Takes a note.</summary>
    public static NoteContract Of(RrdNote note) => new(note.Outcome, note.Subject, note.Text);
}

/// <summary>The rows that come.</summary>
/// <param name="Series">Name of the series.</param>
/// <param name="Unit">Unit of its values as a UCUM code.</param>
/// <param name="Function">The consolidation function.</param>
/// <param name="StartSeconds">End of the first row's interval, in seconds since the epoch; each row is a step later.</param>
/// <param name="StepSeconds">Seconds a row covers.</param>
/// <param name="Count">How many rows.</param>
internal sealed record QueryAnswer(string Series, string Unit, ConsolidationFunction Function, long StartSeconds, int StepSeconds, int Count) : ControlAnswer;

/// <summary>The next rows.</summary>
/// <param name="Values">Their values, oldest first; null is unknown.</param>
internal sealed record RowsAnswer(IReadOnlyList<double?> Values) : ControlAnswer;

/// <summary>The next part of a file.</summary>
/// <param name="Bytes">Its bytes.</param>
internal sealed record PartAnswer(byte[] Bytes) : ControlAnswer;

/// <summary>What a share names that is not there.</summary>
/// <param name="Patterns">Those of its patterns that no graph matches now.</param>
internal sealed record UnmatchedAnswer(IReadOnlyList<string> Patterns) : ControlAnswer;

/// <summary>What a rule would have done.</summary>
/// <param name="Steps">Its steps, in order, at most 1,000.</param>
/// <param name="Problems">What cannot be worked out.</param>
internal sealed record RuleAnswer(IReadOnlyList<RuleStep> Steps, IReadOnlyList<string> Problems) : ControlAnswer;

/// <summary>What of rules cannot be worked out.</summary>
/// <param name="Problems">Sentences with the places of what they are about.</param>
internal sealed record RuleProblemsAnswer(IReadOnlyList<string> Problems) : ControlAnswer;
