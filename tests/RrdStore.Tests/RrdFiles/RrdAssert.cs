using System.Globalization;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>Compares two models in all that a dump tells of them.</summary>
internal static class RrdAssert
{
    /// <param name="expected">One.</param>
    /// <param name="actual">The other.</param>
    /// <param name="digits">How many decimals of a mantissa count; "R" for all.</param>
    public static void Same(RrdFile expected, RrdFile actual, string digits = "R")
    {
        Assert.Equal((expected.StepSeconds, expected.LastUnixSeconds), (actual.StepSeconds, actual.LastUnixSeconds));
        Assert.Equal(expected.DataSources.Select(source => Text(source, digits)), actual.DataSources.Select(source => Text(source, digits)));
        Assert.Equal(expected.Archives.Length, actual.Archives.Length);
        foreach (var (one, other) in expected.Archives.Zip(actual.Archives))
        {
            Assert.Equal((one.Function, one.StepsPerRow, one.Rows), (other.Function, other.StepsPerRow, other.Rows));
            Assert.Equal(Text(one, digits), Text(other, digits));
        }
    }

    private static string Text(RrdDataSource source, string digits) =>
        $"{source.Name} {source.Type} {source.HeartbeatSeconds} {Text(source.Minimum, digits)} {Text(source.Maximum, digits)} "
        + $"{string.Join(',', source.Expression)} {source.LastReading} {Text(source.PointSum, digits)} {source.UnknownSeconds}";

    private static IEnumerable<string> Text(RrdArchive archive, string digits) =>
    [
        Text(archive.Parameters, RrdFields.OfParameters(archive.Function), digits),
        .. archive.Open.Select(cells => Text(cells, RrdFields.OfOpenRow(archive.Function), digits)
            + (RrdFields.HasHistory(archive.Function) ? $"{cells[0]:x16}{cells[1]:x16}{cells[2]:x16}" : "")),
        .. archive.Values.Select(value => Text(value, digits)),
    ];

    private static string Text(RrdCells cells, IEnumerable<RrdField> fields, string digits) => string.Join(' ', fields.Select(field =>
        $"{field.Element}={(field.IsCount ? cells.Count(field.Cell).ToString(CultureInfo.InvariantCulture) : Text(cells.Number(field.Cell), digits))}"));

    // Not all NaN are the same bits, but all mean unknown.
    private static string Text(double number, string digits) =>
        double.IsNaN(number) ? "NaN" : number.ToString(digits, CultureInfo.InvariantCulture);
}
