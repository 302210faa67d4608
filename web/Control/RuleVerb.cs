using Metrics.Actions.Rules;
using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Replays a rule.</summary>
internal static class RuleVerb
{
    /// <summary>Says what it would have done.</summary>
    public static RuleAnswer Replay(RoundRobinStore store, RuleRequest request, CancellationToken cancellation)
    {
        var rule = new Rule(request.Name)
        {
            Warning = Read(request.Warning),
            Critical = Read(request.Critical),
            Clear = Read(request.Clear),
            For = TimeSpan.FromSeconds(request.ForSeconds),
            KeepFor = TimeSpan.FromSeconds(request.KeepSeconds),
            Text = request.Text,
        };
        var (steps, problems) = RuleReplay.Run(store, rule, request.FromSeconds, request.ToSeconds, request.StepSeconds, cancellation);
        return new RuleAnswer([.. steps.Select(RuleStep.Of)], problems);
    }

    private static RuleExpression? Read(string? text)
    {
        try
        {
            return text is null ? null : RuleExpression.Parse(text);
        }
        catch (RuleLanguageException e)
        {
            throw new ControlRefusedException(e.Message, e);
        }
    }
}
