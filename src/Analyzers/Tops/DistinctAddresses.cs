namespace Metrics.Analyzers.Tops;

/// <summary>The different addresses of a domain in a month.</summary>
/// <param name="key">The domain and the month.</param>
/// <param name="registers">What was counted before; see <see cref="DistinctCount"/>.</param>
internal sealed class DistinctAddresses(TopKey key, ReadOnlySpan<byte> registers)
{
    private readonly DistinctCount count = new(registers);

    /// <summary>The domain and the month.</summary>
    public TopKey Key => key;

    /// <summary>Whether the database has not got all of it.</summary>
    public bool Changed { get; set; }

    /// <summary>The registers, for the database.</summary>
    public ReadOnlySpan<byte> Registers => count.Registers;

    /// <summary>Counts one by its hash.</summary>
    public void Add(ulong hash) => Changed |= count.Add(hash);
}
