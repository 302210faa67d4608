using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Metrics.Collector;

/// <summary>What a source cannot read now: filled anew in every pass, settled at its end. Adding what is known already allocates nothing.</summary>
/// <remarks>A fault that comes and goes is remembered for an hour, so that it is not logged again and again. Used by one thread at a time;
/// only <see cref="Current"/> may be read beside it.</remarks>
public sealed class FaultList
{
    /// <summary>Faults kept of one source; so many say it all, and the rest is dropped.</summary>
    internal const int Maximum = 100;

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);
    private static readonly TimeSpan LoggedAtMostEvery = TimeSpan.FromMinutes(1);

    private readonly List<Entry> entries = [];
    private SourceFault[] published = [];

    /// <summary>The faults of the last settled pass.</summary>
    internal ImmutableArray<SourceFault> Current => ImmutableCollectionsMarshal.AsImmutableArray(Volatile.Read(ref published));

    /// <summary>Reports that something cannot be read.</summary>
    /// <param name="path">The file or device.</param>
    /// <param name="problem">What is wrong with it, as a sentence without its subject: "is empty."</param>
    public void Add(string path, string problem)
    {
        foreach (var entry in entries)
        {
            if (entry.Path != path)
                continue;
            // The first fault of a pass is the cause, what follows is its consequence.
            if (!entry.Seen)
                entry.Problem = problem;
            entry.Seen = true;
            return;
        }
        if (entries.Count < Maximum)
            entries.Add(new Entry(path) { Seen = true, Problem = problem });
    }

    /// <summary>Ends a pass: what was not reported in it is over, and what is new or has changed is logged.</summary>
    /// <param name="now">When the pass was.</param>
    /// <param name="log">Takes each fault that is to be logged.</param>
    internal void Settle(DateTimeOffset now, Action<SourceFault> log)
    {
        var changed = false;
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            var entry = entries[i];
            if (entry.Seen)
            {
                if (entry.Fault?.Problem != entry.Problem)
                {
                    entry.Fault = new SourceFault(entry.Path, entry.Problem, entry.Fault?.Since ?? now);
                    changed = true;
                }
                entry.LastSeen = now;
                if (entry.Logged != entry.Problem && !(now - entry.LoggedAt < LoggedAtMostEvery))
                {
                    log(entry.Fault);
                    (entry.Logged, entry.LoggedAt) = (entry.Problem, now);
                }
            }
            else
            {
                changed |= entry.Fault is not null;
                entry.Fault = null;
                if (now - entry.LastSeen > Remembered)
                    entries.RemoveAt(i);
            }
            entry.Seen = false;
        }
        if (changed)
            Volatile.Write(ref published, [.. entries.Where(e => e.Fault is not null).Select(e => e.Fault!)]);
    }

    private sealed class Entry(string path)
    {
        public string Path { get; } = path;

        public string Problem { get; set; } = "";

        public bool Seen { get; set; }

        public DateTimeOffset LastSeen { get; set; }

        /// <summary>As shown; null while all is well.</summary>
        public SourceFault? Fault { get; set; }

        public string? Logged { get; set; }

        public DateTimeOffset? LoggedAt { get; set; }
    }
}
