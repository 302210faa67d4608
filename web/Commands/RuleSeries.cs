using Metrics.Actions.Rules;
using Metrics.Web.Configuration;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary>Whether the series are there that the rules of a configuration name.</summary>
internal static class RuleSeries
{
    /// <summary>What of a request counts beside the texts of its rules, in bytes of JSON each.</summary>
    private const int Frame = 400;

    /// <summary>What of the rules cannot be worked out, as sentences with their places; or why they were not looked at.</summary>
    /// <remarks>Asked of the server that runs. Without one the store is only looked at: who checks a configuration changes no file of it, and root makes none that the
    /// service could not write.</remarks>
    public static IReadOnlyList<string> Problems(MetricsSettings settings, CancellationToken cancel)
    {
        var rules = settings.Rules.Where(rule => rule.Enabled).ToList();
        if (rules.Count == 0)
            return [];
        if (!File.Exists(Path.Combine(settings.Store.Path, "catalog")))
            return ["series of rules were not checked: there is no store yet."];
        try
        {
            using var session = StoreSession.Open(settings, create: false, look: true);
            var problems = Parts(rules).SelectMany(part => session.Ask<RuleProblemsAnswer>(new RuleProblemsRequest(part), null, cancel).Problems).ToList();
            session.Close();
            return problems;
        }
        catch (Exception e) when (e is ControlRefusedException or IOException or UnauthorizedAccessException)
        {
            return [$"whether the series of the rules are there was not looked at: {e.Message}"];
        }
    }

    /// <summary>As many rules as a request has room for.</summary>
    private static IEnumerable<IReadOnlyList<RuleContract>> Parts(IEnumerable<Rule> rules)
    {
        var (part, bytes) = (new List<RuleContract>(), 0);
        foreach (var rule in rules)
        {
            // A character takes three bytes in UTF-8, and a quote or a line end two.
            var size = Frame + 3 * new[] { rule.Warning, rule.Critical, rule.Clear }.Sum(expression => expression is null ? 0 : expression.Text.Length + expression.Start.Source.Length);
            if (bytes + size > ControlProtocol.LongestRequest - Frame && part.Count > 0)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }
            part.Add(RuleContract.Of(rule));
            bytes += size;
        }
        yield return part;
    }
}
