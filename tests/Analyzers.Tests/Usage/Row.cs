using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

/// <summary>Rows of one measure.</summary>
internal static class Row
{
    public static UsageRow Of(Account account, long hour, Measure measure, long value)
    {
        var counts = new long[Account.Measures];
        counts[(int)measure] = value;
        return new UsageRow(account, hour, counts);
    }
}
