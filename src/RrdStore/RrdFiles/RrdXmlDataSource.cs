using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Reads a data source of a dump.</summary>
internal static class RrdXmlDataSource
{
    /// <summary>Reads the <c>ds</c> the cursor is at.</summary>
    /// <param name="cursor">The dump.</param>
    /// <param name="earlier">The data sources before it, which an expression may use: their indexes by name.</param>
    public static RrdDataSource Read(RrdXmlCursor cursor, IReadOnlyDictionary<string, int> earlier)
    {
        cursor.Enter();
        string name = "", type = "", lastReading = "U";
        string? expression = null;
        ulong heartbeat = 0, unknownSeconds = 0;
        double minimum = double.NaN, maximum = double.NaN, pointSum = double.NaN;
        while (cursor.NextChild())
        {
            switch (cursor.Name)
            {
                case "name": name = cursor.Text().ToString(); break;
                case "type": type = cursor.Text().ToString(); break;
                case "minimal_heartbeat": heartbeat = cursor.Count(); break;
                case "min": minimum = cursor.Number(); break;
                case "max": maximum = cursor.Number(); break;
                case "cdef": expression = cursor.Text().ToString(); break;
                case "last_ds": lastReading = cursor.Text().ToString(); break;
                case "value": pointSum = cursor.Number(); break;
                case "unknown_sec": unknownSeconds = cursor.Count(); break;
                default: cursor.FailUnexpected("ds"); break;
            }
        }
        var fault = RrdLimits.NameFault(name) ?? RrdLimits.KeywordFault(type, "data source type") ?? RrdLimits.ReadingFault(lastReading);
        if (fault is not null)
            cursor.Fail(fault);
        var operations = Expression(cursor, type, expression, earlier);
        return new(name, type, heartbeat, minimum, maximum, operations, lastReading, pointSum, unknownSeconds);
    }

    private static ImmutableArray<RrdOperation> Expression(
        RrdXmlCursor cursor, string type, string? text, IReadOnlyDictionary<string, int> earlier)
    {
        if ((type == RrdDataSource.Compute) != (text is not null))
            cursor.Fail("A data source of type COMPUTE has a <cdef>, and only such a one.");
        if (text is null)
            return [];
        if (!RrdExpression.TryParse(text, earlier, out var expression, out var fault))
            cursor.Fail(fault!);
        return expression;
    }
}
