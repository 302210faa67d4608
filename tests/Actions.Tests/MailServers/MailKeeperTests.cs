using System.Collections.Immutable;
using System.Net;
using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>What root keeps up, with a mail server and an nft(8) of the test's.</summary>
public sealed class MailKeeperTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ScriptedPrograms programs;

    // Of the filter's table.
    private string table = "";
    private bool hasNft = true;

    public MailKeeperTests() => programs = new ScriptedPrograms(Answer);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(HoldMeasures.Filter), InlineData(HoldMeasures.Hold), InlineData(HoldMeasures.Stop)]
    public async Task What_is_not_armed_does_nothing_whoever_asks(HoldMeasures measure)
    {
        using var keeper = Keeper();
        await Assert.ThrowsAsync<GuardRefusedException>(() => keeper.AddAsync(measure, Cancel));
        Assert.Empty(programs.Commands);
        Assert.Equal(HoldMeasures.None, keeper.Wanted);
        var state = await keeper.LiftAsync(Cancel);
        Assert.False(state.IsArmed);
        Assert.Empty(state.Problems);
    }

    [Fact]
    public async Task What_has_begun_armed_goes_on_to_its_end()
    {
        using var keeper = Keeper();
        keeper.IsArmed = true;
        await keeper.AddAsync(HoldMeasures.Hold, Cancel);
        keeper.IsArmed = false;
        Assert.True((await keeper.AddAsync(HoldMeasures.Filter, Cancel)).IsFiltered);
        await keeper.LiftAsync(Cancel);
        await Assert.ThrowsAsync<GuardRefusedException>(() => keeper.AddAsync(HoldMeasures.Hold, Cancel));
    }

    [Fact]
    public async Task Without_nft_the_rest_is_held_and_resumed_and_that_is_said()
    {
        hasNft = false;
        using var keeper = Keeper();
        keeper.IsArmed = true;
        var state = await keeper.AddAsync(HoldMeasures.Filter | HoldMeasures.Hold, Cancel);
        Assert.True(Assert.Single(state.Servers).IsHeld);
        Assert.False(state.IsFiltered);
        Assert.Equal("nft cannot be started: No such file or directory", Assert.Single(state.Problems));
        var lifted = await keeper.LiftAsync(Cancel);
        Assert.Empty(lifted.Problems);
        Assert.False(Assert.Single(lifted.Servers).IsHeld);
        Assert.Empty(await keeper.KeepAsync(Cancel));

        // There when it was filtered, and gone when it is lifted: that is said, and tried again until it is back.
        hasNft = true;
        await keeper.AddAsync(HoldMeasures.Filter, Cancel);
        hasNft = false;
        Assert.NotEmpty((await keeper.LiftAsync(Cancel)).Problems);
        hasNft = true;
        Assert.Empty(await keeper.KeepAsync(Cancel));
        Assert.Equal("", table);
    }

    [Fact]
    public async Task A_mail_server_that_cannot_be_asked_is_unknown_with_the_reason()
    {
        var postfix = MailServerFactory.Make(
            new MailServerOptions("postfix") { Kind = MailServerKind.Postfix, Units = ImmutableArray<string>.Empty, Queue = directory.Path },
            new ScriptedPrograms((command, _) => command == "postfix -c /etc/postfix status" ? new ProgramResult(1, "", "") : new ProgramResult(1, "", "postconf: fatal: open main.cf: Permission denied")),
            LeftProcesses.OwnNetwork, directory.Path);
        using var keeper = new MailKeeper([postfix], new HoldFilter(programs, new HoldFilterOptions(54_321, [], 587)), directory.Path);
        var server = Assert.Single((await keeper.LookAsync(Cancel)).Servers);
        Assert.Equal("does not say whether it runs", MailWords.Runs(server));
        Assert.Equal("is not held", MailWords.Held(server));
        Assert.Contains("open main.cf: Permission denied", server.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_system_says_of_its_paths_is_for_the_log_alone()
    {
        var logged = new List<(string, string)>();
        var broken = new ScriptedPrograms((_, _) => throw new UnauthorizedAccessException("Access to the path '/root/secret' is denied."));
        var exim = MailServerFactory.Make(
            new MailServerOptions("exim") { Kind = MailServerKind.Exim, Units = ImmutableArray<string>.Empty, Queue = directory.Path }, broken, LeftProcesses.OwnNetwork, directory.Path);
        using var keeper = new MailKeeper([exim], new HoldFilter(programs, new HoldFilterOptions(54_321, [], 587)), directory.Path, (subject, failure) => logged.Add((subject, failure.Message))) { IsArmed = true };
        var state = await keeper.AddAsync(HoldMeasures.Hold, Cancel);
        Assert.Equal("exim: It failed; the guard's log says why.", Assert.Single(state.Problems));
        Assert.Equal(("exim", "Access to the path '/root/secret' is denied."), Assert.Single(logged));
    }

    [Fact]
    public async Task Name_servers_that_do_not_answer_keep_no_filter_waiting()
    {
        var answer = new TaskCompletionSource<IPAddress[]>();
        var filter = new HoldFilter(programs, new HoldFilterOptions(54_321, ["smtp.example.net", "192.0.2.7"], 587)) { Resolve = _ => answer.Task };
        var applied = filter.ApplyAsync(Cancel);
        Assert.Contains("daddr 192.0.2.7 tcp dport 587 accept", table, StringComparison.Ordinal);
        Assert.False(applied.IsCompleted);
        answer.SetResult([IPAddress.Parse("192.0.2.9")]);
        await applied;
        Assert.Contains("daddr 192.0.2.9 tcp dport 587 accept", table, StringComparison.Ordinal);

        // Asked for ahead, they are let through from the first packet on; and one that is not found later stays so.
        var failing = new HoldFilter(programs, new HoldFilterOptions(54_321, ["smtp.example.net"], 587)) { Resolve = _ => Task.FromResult(new[] { IPAddress.Parse("192.0.2.9") }) };
        await failing.FindHostsAsync(Cancel);
        await failing.ApplyAsync(Cancel);
        Assert.Contains("daddr 192.0.2.9 ", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_never_ends_is_given_up_and_its_name_is_looked_for_again()
    {
        var (time, asked) = (new FakeTimeProvider(), 0);
        var filter = new HoldFilter(programs, new HoldFilterOptions(54_321, ["smtp.example.net"], 587))
        {
            Time = time,
            Resolve = _ => ++asked == 1 ? new TaskCompletionSource<IPAddress[]>().Task : Task.FromResult(new[] { IPAddress.Parse("192.0.2.9") }),
        };
        var first = filter.FindHostsAsync(Cancel);
        time.Advance(TimeSpan.FromMinutes(3));
        await first;
        await filter.ApplyAsync(Cancel);
        Assert.Equal(2, asked);
        Assert.Contains("daddr 192.0.2.9 ", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_that_starts_during_a_hold_lets_our_mail_through_though_no_name_server_answers()
    {
        HoldFilter Filter(Task<IPAddress[]> answer) =>
            new(programs, new HoldFilterOptions(54_321, ["smtp.example.net"], 587), new KeptFile(directory.Path, "hosts")) { Resolve = _ => answer };
        await Filter(Task.FromResult(new[] { IPAddress.Parse("192.0.2.9"), IPAddress.Parse("2001:db8::9") })).ApplyAsync(Cancel);

        table = "";
        var applied = Filter(new TaskCompletionSource<IPAddress[]>().Task).ApplyAsync(Cancel);
        Assert.Contains("ip daddr 192.0.2.9 tcp dport 587 accept", table, StringComparison.Ordinal);
        Assert.Contains("ip6 daddr 2001:db8::9 tcp dport 587 accept", table, StringComparison.Ordinal);
        await applied;
    }

    public void Dispose() => directory.Dispose();

    private MailKeeper Keeper()
    {
        var held = Path.Combine(directory.Path, "exim.held");
        return new MailKeeper(
            [MailServerFactory.Make(new MailServerOptions("exim") { Kind = MailServerKind.Exim, Units = ImmutableArray<string>.Empty, Queue = directory.Path, Program = held + "-none" }, programs, LeftProcesses.OwnNetwork, directory.Path)],
            new HoldFilter(programs, new HoldFilterOptions(54_321, [], 587)), directory.Path);
    }

    private ProgramResult Answer(string command, string input)
    {
        if (!command.StartsWith("nft ", StringComparison.Ordinal))
            return new ProgramResult(0, command.Contains("hold_domains", StringComparison.Ordinal) ? Path.Combine(directory.Path, "exim.held") : "", "");
        if (!hasNft)
            throw new IOException("nft cannot be started: No such file or directory");
        if (command.StartsWith("nft -f", StringComparison.Ordinal))
            table = input.Contains("chain", StringComparison.Ordinal) ? input : "";
        return new ProgramResult(table.Length > 0 || input.Length > 0 ? 0 : 1, table, "");
    }
}
