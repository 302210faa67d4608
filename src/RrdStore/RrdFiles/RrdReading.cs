using System.Globalization;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>The last reading of a data source, which RRDtool keeps as the text it was given.</summary>
internal static class RrdReading
{
    /// <summary>RRDtool's text for unknown.</summary>
    public const string Unknown = "U";

    /// <summary>Reads the text. What is no number, as UNKN in old files, is unknown; so is a fraction where a count is due.</summary>
    public static Reading Parse(RrdDataSource source, DataSourceType type, RrdFile file)
    {
        var microseconds = file.LastUnixSeconds * 1_000_000 + file.LastMicroseconds;
        var text = source.LastReading;
        if (type is DataSourceType.Counter or DataSourceType.Derive)
            return TryParseCount(text, type, out var count)
                ? Reading.OfCount(default, microseconds, count)
                : Reading.Unknown(default, microseconds);
        return RrdText.TryParse(text, out var number)
            ? Reading.Of(default, microseconds, number)
            : Reading.Unknown(default, microseconds);
    }

    /// <summary>Writes it. What RRDtool would not take for the type is unknown.</summary>
    public static string ToText(Reading reading, DataSourceType type) => reading.Kind switch
    {
        ReadingKind.Count when type == DataSourceType.Derive => ((long)reading.Count).ToString(CultureInfo.InvariantCulture),
        ReadingKind.Count => reading.Count.ToString(CultureInfo.InvariantCulture),
        ReadingKind.Number when type is not (DataSourceType.Counter or DataSourceType.Derive) && double.IsFinite(reading.Number) =>
            RrdText.Of(reading.Number),
        _ => Unknown,
    };

    // A derive may be negative; a store keeps its 64 bits in two's complement.
    private static bool TryParseCount(string text, DataSourceType type, out ulong count)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count))
            return true;
        var isSigned = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed);
        count = (ulong)signed;
        return isSigned && type == DataSourceType.Derive;
    }
}
