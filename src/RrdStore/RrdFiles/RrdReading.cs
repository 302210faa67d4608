using System.Globalization;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>The last reading of a data source, which RRDtool keeps as the text it was given.</summary>
internal static class RrdReading
{
    /// <summary>RRDtool's text for unknown.</summary>
    public const string Unknown = "U";

    /// <summary>Reads the text. What is no number, as UNKN in old files, is unknown.</summary>
    public static Reading Parse(RrdDataSource source, DataSourceType type, RrdFile file)
    {
        var microseconds = file.LastUnixSeconds * 1_000_000 + file.LastMicroseconds;
        var text = source.LastReading;
        if (type is DataSourceType.Counter or DataSourceType.Derive
            && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return Reading.OfCount(default, microseconds, count);
        return RrdText.TryParse(text, out var number)
            ? Reading.Of(default, microseconds, number)
            : Reading.Unknown(default, microseconds);
    }

    /// <summary>Writes it. Counters take digits only, so a count that is none is unknown.</summary>
    public static string ToText(Reading reading, DataSourceType type)
    {
        if (reading.Kind == ReadingKind.Count)
            return reading.Count.ToString(CultureInfo.InvariantCulture);
        if (reading.Kind == ReadingKind.Unknown || !double.IsFinite(reading.Number))
            return Unknown;
        return type is DataSourceType.Counter or DataSourceType.Derive
            ? double.IsInteger(reading.Number) && Math.Abs(reading.Number) < 1e18
                ? ((long)reading.Number).ToString(CultureInfo.InvariantCulture)
                : Unknown
            : RrdText.Of(reading.Number);
    }
}
