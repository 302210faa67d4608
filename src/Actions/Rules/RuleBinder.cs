using Metrics.Actions.Rules.Language;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Actions.Rules;

/// <summary>Finds the series that rules are about.</summary>
internal static class RuleBinder
{
    /// <summary>A pattern that finds more is cut there: nobody could read so many incidents.</summary>
    public const int MostInstances = 10_000;

    /// <summary>The instances of a rule, in the order of the series' names.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="data">Knows the store, and takes the series that will be asked for.</param>
    /// <param name="all">All its series.</param>
    public static IEnumerable<RuleInstance> Bind(Rule rule, RuleData data, IReadOnlyList<SeriesInfo> all)
    {
        var patterned = rule.Expressions.SelectMany(e => e.Series).FirstOrDefault(s => s.Stars > 0);
        if (patterned is null)
            return Make(rule, [], data, all, requiresAll: rule.Optional) is { } alone ? [alone] : [];
        return all.Select(info => patterned.Match(info.Name.Value)).OfType<string[]>().DistinctBy(captures => string.Join('\n', captures))
            .Select(captures => Make(rule, captures, data, all, requiresAll: true)).OfType<RuleInstance>().Take(MostInstances);
    }

    private static RuleInstance? Make(Rule rule, string[] captures, RuleData data, IReadOnlyList<SeriesInfo> all, bool requiresAll)
    {
        var missing = new List<string>();
        var (warning, critical) = (Bind(rule.Warning, rule.Warning?.Root), Bind(rule.Critical, rule.Critical?.Root));
        var clear = Bind(rule.Clear, rule.Clear?.Root);
        if (missing.Count > 0 && requiresAll)
            return null;
        return new RuleInstance(rule, string.Join(", ", captures), string.Join(" ", missing.Distinct()))
        {
            Warning = warning,
            Critical = critical,
            Clear = clear,
            HeldWarning = Bind(rule.Warning, rule.Warning?.Eased),
            HeldCritical = Bind(rule.Critical, rule.Critical?.Eased),
        };

        BoundExpression? Bind(RuleExpression? expression, RuleNode? root) =>
            expression is null ? null : new BoundExpression(root!, [.. expression.Series.Select(use => Find(use, captures, data, all, missing))]);
    }

    private static SeriesWindow? Find(SeriesUse use, string[] captures, RuleData data, IReadOnlyList<SeriesInfo> all, List<string> missing)
    {
        var name = use.With(captures);
        if (SeriesName.TryParse(name, out var parsed, out _) && data.Store.TryFind(parsed, out var info))
            return data.Window(info);
        missing.Add($"{use.At.Line}:{use.At.Column}: there is no series {name}{(NearestName.Of(name, all.Select(s => s.Name.Value)) is { } near ? $"; did you mean {near}?" : ".")}");
        return null;
    }
}
