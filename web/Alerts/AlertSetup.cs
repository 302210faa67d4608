using System.Collections.Immutable;
using Metrics.Actions;
using Metrics.Actions.Alerts;
using Metrics.Actions.Hold;
using Metrics.Actions.Incidents;
using Metrics.Actions.Outbox;
using Metrics.Actions.Rules;
using Metrics.Web.Configuration;

namespace Metrics.Web.Alerts;

/// <summary>What rules and alerts need.</summary>
internal static class AlertSetup
{
    /// <summary>Adds the rules, who is told, and the pages of both.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddSingleton(_ => ActionsDatabase.Open(settings.Store.Path)).AddSingleton<OutboxTable>().AddSingleton<IncidentTable>().AddSingleton<NoticeTable>();
        services.AddSingleton(new AlertSettings(OptionsOf(settings, settings)));
        services.AddSingleton<AlertPages>().AddSingleton<IAlertPages>(provider => provider.GetRequiredService<AlertPages>()).AddSingleton<Announcer>();
        services.AddSingleton<IChannel, WebhookChannel>().AddSingleton<IChannel, CommandChannel>();
        return services.AddSingleton<ActionsService>().AddHostedService(provider => provider.GetRequiredService<ActionsService>());
    }

    /// <summary>What a configuration says of rules, receivers and the ways to them.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="running">The one that the program was started with: its step, zone and name hold until the next start.</param>
    public static AlertOptions OptionsOf(MetricsSettings settings, MetricsSettings running) => new()
    {
        Rules = RulesOf(settings),
        Receivers = ReceiversOf(settings),
        Silences = settings.Silences,
        Mail = settings.Mail,
        Server = running.Server.Title,
        Zone = running.Server.TimeZone,
        Step = running.Collector.Step,
        Heartbeat = settings.Heartbeat,
    };

    /// <summary>The rules that come with the program, each replaced by the configured one of its name, then the others.</summary>
    public static ImmutableArray<Rule> RulesOf(MetricsSettings settings)
    {
        var own = settings.Rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        Rule[] hold = settings.Hold.When is { } when
            ? [new Rule(HoldOptions.RuleName) { Text = "Much mail goes out", Critical = when, For = settings.Hold.For, KeepFor = TimeSpan.FromMinutes(10) }]
            : [];
        return [.. KnownRules.All.Where(rule => !own.ContainsKey(rule.Name)), .. settings.Rules, .. hold];
    }

    /// <summary>The receivers; without any, those of <c>mail.to</c>.</summary>
    private static ImmutableArray<Receiver> ReceiversOf(MetricsSettings settings) =>
        settings.Alerts.IsEmpty && settings.Mail is { IsConfigured: true, To.Count: > 0 } ? [new Receiver("mail") { Mail = [.. settings.Mail.To] }] : settings.Alerts;
}
