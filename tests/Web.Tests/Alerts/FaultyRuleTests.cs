using Metrics.Actions;
using Metrics.Actions.Incidents;
using Metrics.Actions.Rules;
using Metrics.Web.Alerts;
using Metrics.Web.Configuration;
using Metrics.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Alerts;

/// <summary>A server with a rule that cannot be worked out, and no incident.</summary>
public sealed class FaultyRuleTests(FaultyRuleTests.Server server) : IClassFixture<FaultyRuleTests.Server>
{
    [Fact]
    public async Task Neither_header_nor_badge_says_that_all_is_well()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        await Waiting.UntilAsync(
            () =>
            {
                server.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(server.Services.GetRequiredService<ActionsService>().Faults.Count > 0);
            },
            "The rules are not looked at.");

        var page = await TextAsync("/");
        Assert.Contains("1 rule with faults", page, StringComparison.Ordinal);
        Assert.DoesNotContain("all normal", page, StringComparison.Ordinal);
        var badge = await TextAsync("/badge/alerts.svg");
        Assert.Contains("1 faulty", badge, StringComparison.Ordinal);
        Assert.DoesNotContain("none", badge, StringComparison.Ordinal);

        async Task<string> TextAsync(string path)
        {
            using var answer = await browser.GetAsync(path);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public void A_badge_counts_incidents_and_rules_with_faults()
    {
        Assert.Equal("none", AlertEndpoints.Badge([], 0).Value);
        Assert.Equal("1", AlertEndpoints.Badge([Incident(RuleLevel.Warning)], 0).Value);
        Assert.Equal("2, 1 faulty", AlertEndpoints.Badge([Incident(RuleLevel.Warning), Incident(RuleLevel.Critical)], 1).Value);

        static Incident Incident(RuleLevel level) => new(7, "load", "", "Load is high", ["load.1m"], level, level, 9, TimeProvider.System.GetUtcNow(), null);
    }

    /// <summary>The server.</summary>
    public sealed class Server : SecuredServer
    {
        private protected override void Prepare(MetricsSettings settings)
        {
            base.Prepare(settings);
            settings.Rules = [new Rule("faulty") { Warning = RuleExpression.Parse("no.such.series > 1") }];
        }
    }
}
