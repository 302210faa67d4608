using System.Collections.Immutable;

namespace Metrics.Actions.Rules;

/// <summary>A rule and one of the things that its patterns have found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Subject">What the stars stand for, with commas; empty where there are none.</param>
/// <param name="Missing">Names of series that are not there, with the nearest that are, as a sentence; empty when all are.</param>
internal sealed record RuleInstance(Rule Rule, string Subject, string Missing)
{
    /// <summary>What raises a warning.</summary>
    public BoundExpression? Warning { get; init; }

    /// <summary>What raises what is critical.</summary>
    public BoundExpression? Critical { get; init; }

    /// <summary>What must hold for it to be over.</summary>
    public BoundExpression? Clear { get; init; }

    /// <summary>What must not hold for a warning to be over, where nothing else says that.</summary>
    public BoundExpression? HeldWarning { get; init; }

    /// <summary>What must not hold for what is critical to be no more than a warning.</summary>
    public BoundExpression? HeldCritical { get; init; }

    /// <summary>What the rule says at the moment of the data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="isOpen">Whether there is an incident, so that its end is looked for.</param>
    public RuleSignal Look(RuleData data, bool isOpen)
    {
        var critical = Critical?.Evaluate(data) ?? 0;
        var warning = critical == 1 ? 1 : Warning?.Evaluate(data) ?? 0;
        var level = critical == 1 ? RuleLevel.Critical : warning == 1 ? RuleLevel.Warning : RuleLevel.None;
        var isUnknown = level == RuleLevel.None && (double.IsNaN(critical) || double.IsNaN(warning));
        if (!isOpen)
            return new RuleSignal(level, isUnknown, IsOver: false, HoldsCritical: false, IsBroken: Missing.Length > 0);
        var holdsCritical = HeldCritical?.Evaluate(data) == 1;
        var isOver = !isUnknown && level == RuleLevel.None && (Clear is not null ? Clear.Evaluate(data) == 1 : !holdsCritical && HeldWarning?.Evaluate(data) != 1);
        return new RuleSignal(level, isUnknown, isOver, holdsCritical);
    }

    /// <summary>The number that the rule compares; NaN where there is none.</summary>
    public double Measure(RuleData data) => (Critical ?? Warning)!.Measure(data);

    /// <summary>What it is about, for people.</summary>
    public string Title => Rule.Text.Length > 0 ? Rule.Text.Replace("*", Subject, StringComparison.Ordinal) : Subject.Length > 0 ? $"{Rule.Name} {Subject}" : Rule.Name;

    /// <summary>Names of its series.</summary>
    public ImmutableArray<string> SeriesNames =>
        [.. new[] { Warning, Critical }.OfType<BoundExpression>().SelectMany(e => e.Series).Select(s => s.Info.Name.Value).Distinct()];
}
