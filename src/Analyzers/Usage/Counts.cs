namespace Metrics.Analyzers.Usage;

/// <summary>What is counted for an account in one hour.</summary>
internal readonly ref struct Counts(long[] values)
{
    private readonly long[] values = values;

    /// <summary>The largest number: who writes a log can make it say any, and no sum may turn around. 2^53 is exact in every program that reads it.</summary>
    public const long Most = 1L << 53;

    /// <summary>Counts; beyond <see cref="Most"/> no further.</summary>
    public void Add(Measure measure, long value = 1)
    {
        ref var sum = ref values[(int)measure];
        sum = Plus(sum, value);
    }

    /// <summary>A sum of two numbers from 0 to <see cref="Most"/>, which it does not pass; what lies outside is taken for the nearest.</summary>
    public static long Plus(long sum, long value) => Math.Min(Most, sum + Math.Clamp(value, 0, Most));
}
