namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[log.NAME]</c>.</summary>
internal static class LogKeys
{
    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<LogKey> All { get; } =
    [
        new("paths", ConfigTypes.TextList.Name, "none", "absolute paths; `*` and `?` in names", "The logs. One alone needs no brackets, and may be called `path`."),
        new("line", ConfigTypes.Text.Name, "none", "text with fields such as `{name}` or `{name:number}`", "How the lines look; [logs.md](logs.md) says how it is read."),
        new("when", ConfigTypes.Text.Name, "`\"\"`", "conditions such as `status >= 500`, with `and` between them", "Which lines count; empty: all."),
        new("count", ConfigTypes.Truth.Name, "`true`", "true or false", "Whether the lines that count make the series `log.NAME.lines`."),
        new("sum", ConfigTypes.TextList.Name, "`[]`", "names of number fields", "Fields that are summed up over these lines, each into the series `log.NAME.FIELD`."),
    ];
}
