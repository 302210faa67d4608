namespace Metrics.Web.Api;

/// <summary>The answer of <c>/api/v1/status</c>.</summary>
/// <param name="Version">The version that runs.</param>
/// <param name="Uptime">Seconds since the start.</param>
/// <param name="Series">Series in the store.</param>
/// <param name="Graphs">Graphs on the pages.</param>
/// <param name="Store">How the store does.</param>
/// <param name="Sources">How each source does.</param>
internal sealed record StatusReport(string Version, long Uptime, int Series, int Graphs, StoreReport Store, IReadOnlyList<SourceReport> Sources);

/// <summary>How the store does.</summary>
/// <param name="Error">Why readings cannot be written at present; absent when all is well.</param>
/// <param name="LastSync">When readings were last made durable, in seconds since the epoch.</param>
/// <param name="UnsavedBytes">Bytes that are in memory only.</param>
/// <param name="LateReadings">Late readings taken since the start.</param>
/// <param name="RefusedReadings">Readings refused as late since the start.</param>
/// <param name="InvalidReadings">Readings refused for what they are since the start.</param>
/// <param name="DamagedBlocks">Blocks found damaged while reading.</param>
/// <param name="Recovery">What was found wrong at the start, as sentences.</param>
internal sealed record StoreReport(
    string? Error, long LastSync, long UnsavedBytes, long LateReadings, long RefusedReadings, long InvalidReadings, long DamagedBlocks,
    IReadOnlyList<string> Recovery);

/// <summary>How a source does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Step">Seconds between samples.</param>
/// <param name="Series">How many series it has.</param>
/// <param name="LastReading">When it was last sampled, in seconds since the epoch; absent when it never was.</param>
/// <param name="Duration">How long that took, in seconds.</param>
/// <param name="Readings">Readings taken since the start.</param>
/// <param name="Missed">Due times that were skipped since the start.</param>
/// <param name="Faults">What it cannot read now.</param>
internal sealed record SourceReport(
    string Name, double Step, int Series, long? LastReading, double Duration, long Readings, long Missed, IReadOnlyList<FaultReport> Faults);

/// <summary>Something that cannot be read.</summary>
/// <param name="Path">The file or device.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Since">When it was first seen, in seconds since the epoch.</param>
internal sealed record FaultReport(string Path, string Problem, long Since);
