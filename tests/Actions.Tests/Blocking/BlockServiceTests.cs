using System.Collections.Immutable;
using Metrics.Actions.Blocking;
using Metrics.Actions.Guard;
using Metrics.Actions.Incidents;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Actions.Tests.Blocking;

/// <summary>From an offender to the guard, over its own socket, with decisions in a real database.</summary>
public sealed class BlockServiceTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly SqlFile file;
    private readonly DecisionTable table;
    private readonly IncidentTable incidents;
    private readonly GuardOptions options;
    private ImmutableArray<BlockRule> rules = [new BlockRule("ssh") { Detectors = ["passwords.ssh"], DryRun = false }];
    private BlockService? service;
    private GuardClient? client;

    public BlockServiceTests()
    {
        file = ActionsDatabase.Open(directory.Path);
        (table, incidents) = (new DecisionTable(file), new IncidentTable(file, TimeProvider.System));
        options = new GuardOptions { Socket = directory["guard.sock"] };
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        table.Dispose();
        file.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task An_offender_is_blocked_and_the_incident_has_the_lines_that_prove_it()
    {
        await using var guard = await PretendGuard.StartAsync(options);
        await StartAsync();
        service!.Take(Of("192.0.2.7"));

        var decision = await Decided(DecisionState.Blocked);
        Assert.Equal(("192.0.2.7", "ssh: 10 failed sign-ins.", 0L, true), (guard.Orders.Single().Address, guard.Orders[0].Why, guard.Orders[0].Seconds, guard.Orders[0].Grows));
        Assert.InRange(decision.Until!.Value - Now, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        var incident = await Incident("passwords.ssh");
        Assert.Equal("passwords.ssh: 192.0.2.7 blocked", incident.Title);
        Assert.Equal(["192.0.2.7: 10 failed sign-ins. Blocked.", "    sshd: Failed password for <root> from 192.0.2.7"], incident.Details);
    }

    [Fact]
    public async Task A_dry_run_asks_nobody_and_is_told()
    {
        await using var guard = await PretendGuard.StartAsync(options);
        rules = [rules[0] with { DryRun = true }];
        await StartAsync();
        service!.Take(Of("192.0.2.7"));

        await Decided(DecisionState.WouldBlock);
        Assert.Equal("passwords.ssh: 192.0.2.7 would have been blocked (dry run)", (await Incident("passwords.ssh")).Title);
        Assert.Empty(guard.Orders);
    }

    [Fact]
    public async Task What_the_guard_refuses_is_said_with_its_reason()
    {
        await using var guard = await PretendGuard.StartAsync(options);
        guard.Refused["192.0.2.1"] = "192.0.2.1 is a gateway, and never blocked.";
        await StartAsync();
        service!.Take(Of("192.0.2.1"));

        Assert.Equal("not blocked: 192.0.2.1 is a gateway, and never blocked.", (await Decided(DecisionState.Refused)).Outcome);
    }

    [Fact]
    public async Task Without_a_guard_it_waits_and_is_asked_again()
    {
        await StartAsync();
        service!.Take(Of("192.0.2.7"));
        await Until(() => table.Newest(1) is [{ State: DecisionState.Waiting, Answer.Length: > 0 }]);
        Assert.StartsWith("is not blocked yet: The guard does not answer", table.Newest(1)[0].Outcome, StringComparison.Ordinal);

        await using var guard = await PretendGuard.StartAsync(options);
        await Decided(DecisionState.Blocked);
        Assert.Single(guard.Orders);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_process_killed_before_or_after_the_guard_was_asked_blocks_exactly_once(bool wasAsked)
    {
        await using var guard = await PretendGuard.StartAsync(options);
        // What a kill leaves: the decision is written, its outcome is not.
        table.Add([new Decision(0, Now, "ssh", "passwords.ssh", "192.0.2.7", "10 failed sign-ins.", DecisionState.Waiting)]);
        if (wasAsked)
            guard.Blocked.Add("192.0.2.7");
        await StartAsync();
        // The lines that were not committed are read again.
        service!.Take(Of("192.0.2.7"));

        await Decided(DecisionState.Blocked);
        await StopAsync();
        await StartAsync();
        service!.Take(Of("192.0.2.8"));
        await Until(() => table.Newest(10).Count(decision => decision.State == DecisionState.Blocked) == 2);
        Assert.Equal(["192.0.2.7", "192.0.2.8"], guard.Orders.Select(order => order.Address));
    }

    [Fact]
    public async Task What_nobody_answered_for_ten_minutes_is_given_up()
    {
        await using var guard = await PretendGuard.StartAsync(options);
        table.Add([new Decision(0, Now.AddMinutes(-11), "ssh", "passwords.ssh", "192.0.2.7", "10 failed sign-ins.", DecisionState.Waiting)]);
        await StartAsync();

        await Decided(DecisionState.Refused);
        Assert.Empty(guard.Orders);
    }

    [Fact]
    public async Task A_flood_is_one_incident_and_bounded()
    {
        await using var guard = await PretendGuard.StartAsync(options);
        await StartAsync();
        for (var i = 0; i < 5_000; i++)
            service!.Take(Of($"10.{i / 250}.{i % 250}.1"));

        await Until(() => guard.Orders.Count == BlockDecider.MostPerMinute);
        // They come while others are decided about, so the incident may say less at first.
        await Until(() => incidents.Since(Now, 10).Any(incident => incident.Title == "Too many offenders at once: 3,000 were not decided about one by one"));
        await Until(() => incidents.Since(Now, 10).Any(incident => incident.Title == "passwords.ssh: 2,000 offenders, 2,000 blocked"));
        var incident = await Incident("passwords.ssh");
        Assert.Equal(20 + 5 + 1, incident.Details.Length);
        Assert.Equal("And 1,980 more within the hour.", incident.Details[^1]);
        Assert.Equal(2, incidents.Since(Now, 10).Count);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static Offender Of(string subject)
    {
        var now = Now.ToUnixTimeSeconds();
        return new Offender("passwords.ssh", subject, IsAddress: true, now, now, 1, "10 failed sign-ins.", Doubtful: false, ["sshd: Failed password for <root> from 192.0.2.7"]);
    }

    private async Task StartAsync()
    {
        client = new GuardClient(options, TimeProvider.System);
        service = new BlockService(
            new BlockOptions { Rules = rules }, table, new OffenderIncidents(table, incidents, TimeProvider.System), client, TimeProvider.System, NullLogger<BlockService>.Instance);
        await service.StartAsync(TestContext.Current.CancellationToken);
    }

    private async Task StopAsync()
    {
        if (service is null)
            return;
        await service.StopAsync(CancellationToken.None);
        service.Dispose();
        client!.Dispose();
        service = null;
    }

    private async Task<Decision> Decided(DecisionState state)
    {
        await Until(() => table.Newest(1) is [{ } decision] && decision.State == state);
        return table.Newest(1)[0];
    }

    private async Task<Incident> Incident(string subject)
    {
        Incident? Find() => incidents.Since(Now, 10).FirstOrDefault(incident => incident.Subject == subject);
        await Until(() => Find() is not null);
        return Find()!;
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(20, limit.Token);
    }
}
