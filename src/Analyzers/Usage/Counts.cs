namespace Metrics.Analyzers.Usage;

/// <summary>What is counted for an account in one hour.</summary>
/// <remarks>One at a time for an account: when it makes room, another one would go on with what was before.</remarks>
/// <param name="account">The account.</param>
/// <param name="values">Its numbers, by <see cref="Measure"/>.</param>
internal ref struct Counts(Account account, long[] values)
{
    private long[] values = values;

    /// <summary>The largest number: who writes a log can make it say any, and no sum may turn around. 2^53 is exact in every program that reads it.</summary>
    public const long Most = 1L << 53;

    /// <summary>Counts; beyond <see cref="Most"/> no further.</summary>
    public void Add(Measure measure, long value = 1)
    {
        if ((int)measure >= values.Length)
            values = account.Widen();
        ref var sum = ref values[(int)measure];
        sum = Plus(sum, value);
    }

    /// <summary>A sum of two numbers from 0 to <see cref="Most"/>, which it does not pass; what lies outside is taken for the nearest.</summary>
    public static long Plus(long sum, long value) => Math.Min(Most, sum + Math.Clamp(value, 0, Most));
}
