using Metrics.Actions.Rules.Language;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Actions.Rules;

/// <summary>Finds the series that rules are about.</summary>
/// <param name="data">Knows the store, and takes the series that will be asked for.</param>
/// <param name="all">All series of the store.</param>
internal sealed class RuleBinder(RuleData data, IReadOnlyList<SeriesInfo> all)
{
    /// <summary>A pattern that finds more is cut there: nobody could read so many incidents.</summary>
    public const int MostInstances = 10_000;

    /// <summary>To look for the nearest name takes a look at all of them; of more faults than so many nobody reads it.</summary>
    private const int MostHints = 100;

    private int hints;

    /// <summary>The instances of a rule, in the order of the series' names.</summary>
    public IEnumerable<RuleInstance> Bind(Rule rule)
    {
        var patterned = rule.Expressions.SelectMany(e => e.Series).FirstOrDefault(s => s.Stars > 0);
        if (patterned is null)
            return Make(rule, [], requiresAll: rule.Optional) is { } alone ? [alone] : [];
        return all.Select(info => patterned.Match(info.Name.Value)).OfType<string[]>().DistinctBy(captures => string.Join('\n', captures))
            .Select(captures => Make(rule, captures, requiresAll: true)).OfType<RuleInstance>().Take(MostInstances);
    }

    /// <summary>What of a rule cannot be worked out, as sentences with their places: series that are not there, patterns that find none.</summary>
    public IEnumerable<string> ProblemsOf(Rule rule)
    {
        var isEmpty = true;
        foreach (var instance in Bind(rule with { Optional = false }))
        {
            isEmpty = false;
            if (instance.Missing.Length > 0)
                yield return instance.Missing;
        }
        if (isEmpty)
        {
            var (start, use) = rule.Expressions.SelectMany(expression => expression.Series.Select(use => (expression.Start, use))).First(one => one.use.Stars > 0);
            yield return $"{start.At(use.At)}: no series fits {use.Pattern}{(rule.Expressions.SelectMany(e => e.Series).Count() > 1 ? " with the others that the rule names" : "")}.";
        }
    }

    private RuleInstance? Make(Rule rule, string[] captures, bool requiresAll)
    {
        var missing = new List<(RuleExpression Expression, SeriesUse Use)>();
        var (warning, critical) = (Bind(rule.Warning, rule.Warning?.Root), Bind(rule.Critical, rule.Critical?.Root));
        var clear = Bind(rule.Clear, rule.Clear?.Root);
        if (missing.Count > 0 && requiresAll)
            return null;
        return new RuleInstance(rule, string.Join(", ", captures), string.Join(" ", missing.Select(one => Sentence(one.Expression, one.Use, captures)).Distinct()))
        {
            Warning = warning,
            Critical = critical,
            Clear = clear,
            HeldWarning = Bind(rule.Warning, rule.Warning?.Eased),
            HeldCritical = Bind(rule.Critical, rule.Critical?.Eased),
        };

        BoundExpression? Bind(RuleExpression? expression, RuleNode? root) =>
            expression is null ? null : new BoundExpression(root!, [.. expression.Series.Select(use => Find(expression, use))]);

        SeriesWindow? Find(RuleExpression expression, SeriesUse use)
        {
            if (SeriesName.TryParse(use.With(captures), out var name, out _) && data.Store.TryFind(name, out var info))
                return data.Window(info);
            missing.Add((expression, use));
            return null;
        }
    }

    private string Sentence(RuleExpression expression, SeriesUse use, string[] captures)
    {
        var name = use.With(captures);
        var near = hints++ < MostHints ? NearestName.Of(name, all.Select(info => info.Name.Value)) : null;
        return $"{expression.Start.At(use.At)}: there is no series {name}{(near is null ? "." : $"; did you mean {near}?")}";
    }
}
