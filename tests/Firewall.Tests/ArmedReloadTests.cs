using Metrics.Actions.MailServers;

namespace Metrics.Firewall.Tests;

/// <summary>Arming by SIGHUP: web process and guard read the same configuration, each when it is told to.</summary>
public sealed class ArmedReloadTests
{
    // Nothing is ever held here: it is only looked at.
    private const string Armed = WebProcess.Settings + """

        [mail]
        host = "192.0.2.25"
        from = "metrics@example.net"
        to = ["anna@example.net"]
        [mailserver.exim]
        kind = "exim"
        [hold]
        armed = true
        """;

    [Fact]
    public async Task Who_of_the_two_is_not_armed_is_said_until_both_have_read_the_same()
    {
        using var network = new Network();
        using var guard = new GuardProcess(network, WebProcess.Settings);
        using var web = new WebProcess(network, guard);
        await SaysAsync("To arm it, set armed = true");

        guard.Configure(Armed);
        guard.Reload();
        await SaysAsync("The guard is armed, Metrics is not");
        Assert.True((await guard.Client.AskAsync<MailAnswer>(new MailRequest(MailVerb.Look), TestContext.Current.CancellationToken)).State.IsArmed);
        web.Reload();
        await Waiting.UntilAsync(() => Task.FromResult(!web.Page("/hold").Contains("Dry run", StringComparison.Ordinal)), "both are armed");

        guard.Configure(WebProcess.Settings);
        guard.Reload();
        await SaysAsync("Metrics is armed, but its guard is not");
        web.Reload();
        await SaysAsync("To arm it, set armed = true");

        Task SaysAsync(string sentence) =>
            Waiting.UntilAsync(() => Task.FromResult(web.Page("/hold").Contains(sentence, StringComparison.Ordinal)), $"the page says: {sentence} (the guard said: {guard.Said})");
    }
}
