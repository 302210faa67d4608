using System.Numerics;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Incidents;

/// <summary>Where a rule is with one of its subjects, and since when: what must survive a restart. Times are seconds since the epoch.</summary>
/// <param name="State">Where it is.</param>
/// <param name="Level">Of the incident.</param>
/// <param name="Since">Since when the state is.</param>
/// <param name="WarningSince">Since when at least a warning holds.</param>
/// <param name="CriticalSince">Since when it holds that it is critical.</param>
/// <param name="Changes">The last 21 looks, the newest as the lowest bit: whether an incident came or went.</param>
/// <param name="IsFlapping">Whether it comes and goes too often to be told each time.</param>
/// <param name="IsHeld">Whether its incident would be over, and lasts only because it may come again at once: while it is flapping all of it is one incident.</param>
internal readonly record struct Watch(
    IncidentState State, RuleLevel Level, long Since, long? WarningSince, long? CriticalSince, uint Changes, bool IsFlapping, bool IsHeld = false)
{
    private const int Looks = 21;

    /// <summary>Nagios' limits, in percent.</summary>
    private const double FlappingFrom = 20, FlappingUntil = 5;

    /// <summary>Whether there is an incident.</summary>
    public bool IsOpen => State is IncidentState.Firing or IncidentState.Recovering;

    /// <summary>What becomes of it at the next look.</summary>
    /// <param name="now">When that is.</param>
    /// <param name="signal">What the rule says.</param>
    /// <param name="hold">How long it must hold before it raises, in seconds.</param>
    /// <param name="keep">How long it must be over, in seconds.</param>
    public Watch Next(long now, RuleSignal signal, long hold, long keep)
    {
        // A clock that was ahead and is right again must not keep what began in its future waiting.
        var warning = signal.Level >= RuleLevel.Warning ? Math.Min(WarningSince ?? now, now) : (long?)null;
        var critical = signal.Level >= RuleLevel.Critical ? Math.Min(CriticalSince ?? now, now) : (long?)null;
        var reached = now - critical >= hold ? RuleLevel.Critical : now - warning >= hold ? RuleLevel.Warning : RuleLevel.None;
        var isThere = IsOpen && !IsHeld;
        var (state, level) = isThere ? Open(now, signal, reached, keep) : Closed(signal, reached);
        var changed = level != RuleLevel.None != isThere;
        var changes = (Changes << 1 | (changed ? 1u : 0)) & ((1u << Looks) - 1);
        var isFlapping = Flaps(changes, IsFlapping);
        var isHeld = isFlapping && IsOpen && level == RuleLevel.None;
        if (isHeld)
            (state, level) = (IncidentState.Recovering, Level);
        return new Watch(state, level, state == State ? Math.Min(Since, now) : now, warning, critical, changes, isFlapping, isHeld);
    }

    private static (IncidentState, RuleLevel) Closed(RuleSignal signal, RuleLevel reached) => (signal, reached) switch
    {
        (_, > RuleLevel.None) => (IncidentState.Firing, reached),
        ({ IsUnknown: true }, _) => (signal.IsBroken ? IncidentState.Error : IncidentState.NoData, RuleLevel.None),
        ({ Level: > RuleLevel.None }, _) => (IncidentState.Pending, RuleLevel.None),
        _ => (IncidentState.Ok, RuleLevel.None),
    };

    // What is not known does not end an incident.
    private (IncidentState, RuleLevel) Open(long now, RuleSignal signal, RuleLevel reached, long keep)
    {
        if (signal.IsUnknown)
            return (State, Level);
        if (signal.IsOver)
            return keep == 0 || (State == IncidentState.Recovering && now - Since >= keep) ? (IncidentState.Ok, RuleLevel.None) : (IncidentState.Recovering, Level);
        var level = reached > Level ? reached : Level == RuleLevel.Critical && signal is { Level: RuleLevel.Warning, HoldsCritical: false } ? RuleLevel.Warning : Level;
        return (IncidentState.Firing, level);
    }

    /// <summary>As Nagios has it: the share of changes among the last 21 looks, the newest counting 1.2 and the oldest 0.8.</summary>
    private static bool Flaps(uint changes, bool was)
    {
        if (changes == 0)
            return false;
        var weight = 0.0;
        for (var rest = changes; rest != 0; rest &= rest - 1)
            weight += 1.2 - 0.4 * BitOperations.TrailingZeroCount(rest) / (Looks - 1);
        var percent = 100 * weight / Looks;
        return was ? percent >= FlappingUntil : percent > FlappingFrom;
    }
}
