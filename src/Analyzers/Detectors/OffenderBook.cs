namespace Metrics.Analyzers.Detectors;

/// <summary>Whom detectors have pointed at, each once by detector and subject. For several threads.</summary>
public sealed class OffenderBook
{
    /// <summary>Offenders kept; beyond that the one that was quiet longest is forgotten.</summary>
    public const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Detector, string Subject), Offender> offenders = [];
    private readonly HashSet<(string Detector, string Subject)> changed = [];

    /// <summary>Raised when somebody was pointed at, on the thread that reads the logs: take it and return. It may be long ago, when old logs are read; its time
    /// says so.</summary>
    public event Action<Offender>? Found;

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<Offender> All
    {
        get
        {
            lock (gate)
                return [.. offenders.Values.OrderByDescending(o => o.LastUnixSeconds)];
        }
    }

    /// <summary>Has what an earlier process knew, and nothing else.</summary>
    internal void Restore(IEnumerable<Offender> known)
    {
        lock (gate)
        {
            offenders.Clear();
            changed.Clear();
            foreach (var offender in known)
                offenders[(offender.Detector, offender.Subject)] = offender;
        }
    }

    /// <summary>Adds one.</summary>
    internal void Add(Offender offender)
    {
        lock (gate)
        {
            var key = (offender.Detector, offender.Subject);
            if (offenders.TryGetValue(key, out var known))
                offender = offender with { FirstUnixSeconds = known.FirstUnixSeconds, Times = known.Times + 1 };
            else if (offenders.Count >= Most)
                offenders.Remove(offenders.MinBy(o => o.Value.LastUnixSeconds).Key);
            offenders[key] = offender;
            changed.Add(key);
        }
        Found?.Invoke(offender);
    }

    /// <summary>Those that are new or have changed since the last time.</summary>
    internal IReadOnlyList<Offender> TakeChanged()
    {
        lock (gate)
        {
            var taken = changed.Where(offenders.ContainsKey).Select(key => offenders[key]).ToArray();
            changed.Clear();
            return taken;
        }
    }
}
