using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>The cells that each consolidation function uses, in the order of a dump: rrd_format.h, rrd_dump.c.</summary>
internal static class RrdFields
{
    /// <summary>Cell of the xff among the parameters of a plain function.</summary>
    public const int Xff = 0;

    /// <summary>Cells of the open row of a plain function.</summary>
    public const int Value = 0, UnknownPoints = 1;

    /// <summary>Cell of the smoothing window among the parameters of SEASONAL and DEVSEASONAL.</summary>
    public const int SmoothingWindow = 2;

    /// <summary>Cell of the length of the history among the parameters of FAILURES.</summary>
    public const int HistoryLength = 4;

    /// <summary>The open row of FAILURES is a history: one byte, 0 or 1, for each of at most 28 rows, from the first byte on.</summary>
    public const int HistoryMaximum = 28;

    /// <summary>The element of that history in a dump.</summary>
    public const string History = "history";

    private static readonly RrdField Dependent = new("dependent_rra_idx", 3, IsCount: true);

    private static readonly ImmutableArray<RrdField> Plain = [new("xff", Xff)];
    private static readonly ImmutableArray<RrdField> Prediction = [new("hw_alpha", 1), new("hw_beta", 2), Dependent];
    private static readonly ImmutableArray<RrdField> Season =
    [
        new("seasonal_gamma", 1), new("seasonal_smooth_idx", 4, IsCount: true), new("smoothing_window", SmoothingWindow, IsOptional: true),
        Dependent,
    ];
    private static readonly ImmutableArray<RrdField> Failures =
    [
        new("delta_pos", 1), new("delta_neg", 2), new("window_len", HistoryLength, IsCount: true),
        new("failure_threshold", 5, IsCount: true), Dependent,
    ];

    private static readonly RrdField Primary = new("primary_value", 8, IsOptional: true);
    private static readonly RrdField Secondary = new("secondary_value", 9, IsOptional: true);

    private static readonly ImmutableArray<RrdField> OpenPlain =
        [Primary, Secondary, new("value", Value), new("unknown_datapoints", UnknownPoints, IsCount: true)];
    private static readonly ImmutableArray<RrdField> OpenPrediction =
    [
        Primary, Secondary, new("intercept", 2), new("last_intercept", 3), new("slope", 4), new("last_slope", 5),
        new("nan_count", 6, IsCount: true), new("last_nan_count", 7, IsCount: true),
    ];
    private static readonly ImmutableArray<RrdField> OpenSeason =
        [Primary, Secondary, new("seasonal", 2), new("last_seasonal", 3), new("init_flag", 6, IsCount: true)];
    private static readonly ImmutableArray<RrdField> OpenOther = [Primary, Secondary];

    /// <summary>The cells of an archive's parameters.</summary>
    public static ImmutableArray<RrdField> OfParameters(string function) => function switch
    {
        "HWPREDICT" or "MHWPREDICT" => Prediction,
        "SEASONAL" or "DEVSEASONAL" => Season,
        "FAILURES" => Failures,
        "DEVPREDICT" => [Dependent],
        _ => Plain,
    };

    /// <summary>The cells of an archive's open row. FAILURES has a history beside them.</summary>
    public static ImmutableArray<RrdField> OfOpenRow(string function) => function switch
    {
        "HWPREDICT" or "MHWPREDICT" => OpenPrediction,
        "SEASONAL" or "DEVSEASONAL" => OpenSeason,
        "FAILURES" or "DEVPREDICT" => OpenOther,
        _ => OpenPlain,
    };

    /// <summary>Whether the open row is a history instead of numbers.</summary>
    public static bool HasHistory(string function) => function == "FAILURES";
}
