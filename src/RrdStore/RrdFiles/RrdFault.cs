using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Checks that a database can be written: what is read back must be the same.</summary>
internal static class RrdFault
{
    /// <exception cref="ArgumentException">The database contradicts itself or breaks a limit; the message says where.</exception>
    public static void ThrowIfAny(RrdFile file)
    {
        if (Of(file) is { } fault)
            throw new ArgumentException(fault, nameof(file));
    }

    private static string? Of(RrdFile file)
    {
        if (file.DataSources.IsDefaultOrEmpty || file.Archives.IsDefaultOrEmpty)
            return "A database needs at least one data source and one archive.";
        if (file.StepSeconds < 1)
            return $"The step is {file.StepSeconds}; it takes at least 1 second.";
        if (file.LastUnixSeconds is < 0 or > RrdLimits.LastUnixSeconds || file.LastMicroseconds is < 0 or > 999_999)
            return $"The last update is at {file.LastUnixSeconds} s and {file.LastMicroseconds} µs; "
                + $"0 to {RrdLimits.LastUnixSeconds} s and 0 to 999,999 µs are expected.";
        for (var i = 0; i < file.DataSources.Length; i++)
            if (Of(file.DataSources[i], i) is { } fault)
                return $"Data source {i}: {fault}";
        long values = 0;
        for (var i = 0; i < file.Archives.Length; i++)
        {
            if (Of(file.Archives[i], file) is { } fault)
                return $"Archive {i}: {fault}";
            values += file.Archives[i].Values.Length;
        }
        var bytes = RrdLayout.Written.HeaderBytes(3, (ulong)file.DataSources.Length, (ulong)file.Archives.Length)
            + (UInt128)values * RrdLayout.CellBytes;
        return bytes > (UInt128)RrdLimits.FileBytes ? $"The database takes {bytes} bytes; at most {RrdLimits.FileBytes} are written." : null;
    }

    private static string? Of(RrdDataSource source, int index) =>
        RrdLimits.NameFault(source.Name)
        ?? RrdLimits.KeywordFault(source.Type, "data source type")
        ?? RrdLimits.ReadingFault(source.LastReading)
        ?? (source.IsComputed ? Of(source.Expression, index) : null);

    private static string? Of(ImmutableArray<RrdOperation> expression, int index) =>
        expression.IsDefault || expression.Length >= RrdLimits.Operations
            ? $"An expression takes at most {RrdLimits.Operations - 1} operations."
            : expression.Select(operation => RrdExpression.Fault(operation, index)).FirstOrDefault(fault => fault is not null);

    private static string? Of(RrdArchive archive, RrdFile file) =>
        RrdLimits.KeywordFault(archive.Function, "consolidation function")
        ?? (archive.Rows < 1 || archive.StepsPerRow < 1
            ? $"{archive.Rows} rows of {archive.StepsPerRow} steps; at least one of each is needed."
            : RrdLimits.RowFault((ulong)file.StepSeconds, (ulong)archive.StepsPerRow))
        ?? (archive.Open.IsDefault || archive.Open.Length != file.DataSources.Length
            || archive.Values.IsDefault || archive.Values.Length != (long)archive.Rows * file.DataSources.Length
            ? $"An open row and {archive.Rows} rows of {file.DataSources.Length} values are needed."
            : null);
}
