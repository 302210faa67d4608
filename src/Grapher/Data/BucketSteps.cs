namespace Metrics.Grapher.Data;

/// <summary>The round lengths of buckets.</summary>
internal static class BucketSteps
{
    private static readonly int[] Round =
    [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200,
        86_400, 172_800, 604_800, 1_209_600, 2_419_200, 7_257_600,
    ];

    /// <summary>The round length nearest to a wished one, by ratio.</summary>
    public static int Nearest(double seconds)
    {
        for (var i = 1; i < Round.Length; i++)
            // Between two lengths it is their geometric mean that is as near to one as to the other.
            if (seconds * seconds <= (double)Round[i - 1] * Round[i])
                return Round[i - 1];
        return Round[^1];
    }
}
