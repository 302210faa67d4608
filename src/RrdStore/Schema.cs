using System.Collections.Immutable;

namespace Metrics.RrdStore;

/// <summary>What is kept of a series: how often a primary data point is made, and in which archives it ends.</summary>
public sealed record Schema
{
    /// <summary>Validates and takes a schema.</summary>
    /// <param name="stepSeconds">Seconds between primary data points, 1 to 86,400.</param>
    /// <param name="heartbeatSeconds">Longest time between two readings for the time between them to be known, at least 1 second.</param>
    /// <param name="archives">At least one archive, no two with the same function and steps per row.</param>
    /// <exception cref="ArgumentException">The schema contradicts itself; the message says which value breaks which limit.</exception>
    public Schema(int stepSeconds, int heartbeatSeconds, params ReadOnlySpan<ArchiveDefinition> archives)
    {
        if (stepSeconds is < 1 or > 86_400)
            throw new ArgumentOutOfRangeException(nameof(stepSeconds), stepSeconds, "A step takes 1 to 86,400 seconds.");
        if (heartbeatSeconds < 1)
            throw new ArgumentOutOfRangeException(nameof(heartbeatSeconds), heartbeatSeconds, "A heartbeat takes at least 1 second.");
        if (archives.IsEmpty)
            throw new ArgumentException("A schema needs at least one archive.", nameof(archives));
        for (var i = 0; i < archives.Length; i++)
        {
            var rowSeconds = (long)archives[i].StepsPerRow * stepSeconds;
            if (rowSeconds > int.MaxValue)
                throw new ArgumentException($"A row of archive {i + 1} ({archives[i]}) covers {rowSeconds} seconds; {int.MaxValue} seconds are the most.", nameof(archives));
            if (rowSeconds * archives[i].Rows > MaximumSpanSeconds)
                throw new ArgumentException($"Archive {i + 1} ({archives[i]}) spans more than 1,000 years.", nameof(archives));
            for (var j = 0; j < i; j++)
                if (archives[i].Function == archives[j].Function && archives[i].StepsPerRow == archives[j].StepsPerRow)
                    throw new ArgumentException($"Archives {j + 1} and {i + 1} both keep {archives[i].Function} of {archives[i].StepsPerRow} steps.", nameof(archives));
        }
        StepSeconds = stepSeconds;
        HeartbeatSeconds = heartbeatSeconds;
        Archives = [.. archives];
    }

    private const long MaximumSpanSeconds = 1_000L * 366 * 86_400;

    /// <summary>Seconds between primary data points. They end at multiples of it since the epoch.</summary>
    public int StepSeconds { get; }

    /// <summary>Longest time between two readings, in seconds, for the time between them to be known.</summary>
    public int HeartbeatSeconds { get; }

    /// <summary>The archives, in the order given.</summary>
    public ImmutableArray<ArchiveDefinition> Archives { get; }

    /// <inheritdoc/>
    public bool Equals(Schema? other) =>
        ReferenceEquals(this, other)
        || other is not null && StepSeconds == other.StepSeconds && HeartbeatSeconds == other.HeartbeatSeconds
        && Archives.AsSpan().SequenceEqual(other.Archives.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StepSeconds, HeartbeatSeconds, Archives.Length);
}
