using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Detectors;

/// <summary>What is known of an address that a detector watches.</summary>
/// <param name="key">Whom it stands for.</param>
/// <param name="mostEvents">Events whose times are kept.</param>
internal sealed class Suspect(PeerKey key, int mostEvents)
{
    private RecentTimes good = new(mostEvents);
    private RecentTimes bad = new(mostEvents);

    /// <summary>Whom it stands for.</summary>
    public PeerKey Key { get; } = key;

    /// <summary>What speaks against it.</summary>
    public ref RecentTimes Bad => ref bad;

    /// <summary>What speaks for it.</summary>
    public ref RecentTimes Good => ref good;

    /// <summary>The lines that do.</summary>
    public EvidenceLines Evidence { get; } = new();

    /// <summary>When it was pointed at last; the least number there is before the first time.</summary>
    public long Flagged { get; set; } = long.MinValue;

    /// <summary>Whether it has to be written down again.</summary>
    public bool Changed { get; set; }

    /// <summary>When something of it was read last.</summary>
    public long Last => Math.Max(Bad.Last, Good.Last);

    /// <summary>The last of <see cref="Good"/> that was written down; the least number there is before the first time.</summary>
    public long GoodSaved { get; private set; } = long.MinValue;

    /// <summary>Writes all of it but the lines.</summary>
    public void Save(StateWriter state)
    {
        state.Number(Flagged);
        Bad.Save(state);
        Good.Save(state);
        GoodSaved = Good.Last;
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public void Restore(ref StateReader state)
    {
        Flagged = state.Number();
        Bad.Restore(ref state);
        Good.Restore(ref state);
        GoodSaved = Good.Last;
    }
}
