using Metrics.Actions.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Actions.Tests.Outbox;

public sealed class OutboxTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(2);

    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 26, 3, 0, 0, TimeSpan.Zero));
    private readonly FakeChannel channel = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_is_taken_is_sent_once_whoever_adds_it_again()
    {
        await InProcess(async (outbox, delivery) =>
        {
            Assert.True(outbox.Add(Message("a"), Life));
            Assert.Null(await delivery.RunAsync(TestContext.Current.CancellationToken));
        });
        await InProcess(async (outbox, delivery) =>
        {
            Assert.False(outbox.Add(Message("a"), Life));
            await delivery.RunAsync(TestContext.Current.CancellationToken);
            Assert.Equal(OutboxState.Accepted, Assert.Single(outbox.Newest(10)).State);
        });

        Assert.Equal(["a"], channel.Taken);
    }

    [Fact]
    public async Task A_refusal_is_tried_again_later_and_later_until_it_is_taken()
    {
        channel.Failures = 3;
        await InProcess(async (outbox, delivery) =>
        {
            outbox.Add(Message("a"), Life);
            foreach (var seconds in (int[])[10, 20, 40])
            {
                Assert.Equal(time.GetUtcNow().AddSeconds(seconds), await delivery.RunAsync(TestContext.Current.CancellationToken));
                time.Advance(TimeSpan.FromSeconds(seconds - 1));
                await delivery.RunAsync(TestContext.Current.CancellationToken);
                time.Advance(TimeSpan.FromSeconds(1));
            }
            Assert.Null(await delivery.RunAsync(TestContext.Current.CancellationToken));
            Assert.Equal(4, Assert.Single(outbox.Newest(1)).Attempts);
        });

        Assert.Equal(["a"], channel.Taken);
    }

    [Fact]
    public async Task What_nobody_takes_in_time_is_given_up_and_says_why()
    {
        channel.Failures = int.MaxValue;
        await InProcess(async (outbox, delivery) =>
        {
            outbox.Add(Message("a"), Life);
            for (var next = await delivery.RunAsync(TestContext.Current.CancellationToken); next is { } at; next = await delivery.RunAsync(TestContext.Current.CancellationToken))
                time.Advance(at - time.GetUtcNow());
            var entry = Assert.Single(outbox.Newest(1));
            Assert.Equal((OutboxState.Expired, "not now"), (entry.State, entry.Answer));
            Assert.Equal(Life, entry.Finished - entry.Created);
            Assert.Contains("nobody took it in time", Assert.Single(outbox.Unreached(time.GetUtcNow() - Life, 10)).Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_is_refused_for_good_is_tried_once_and_said_until_the_target_takes_another()
    {
        channel.Refuses = "gone";
        await InProcess(async (outbox, delivery) =>
        {
            outbox.Add(Message("a", "gone"), Life);
            outbox.Add(Message("b", "gone"), Life);
            outbox.Add(Message("c"), Life);
            Assert.Null(await delivery.RunAsync(TestContext.Current.CancellationToken));
            Assert.All(outbox.Newest(3), entry => Assert.Equal((entry.Target == "gone" ? OutboxState.Refused : OutboxState.Accepted, 1), (entry.State, entry.Attempts)));
            var target = Assert.Single(outbox.Unreached(time.GetUtcNow() - UnreachedTarget.Remembered, 10));
            Assert.Equal("gone was not reached by fake: refused, \u201Cno such user\u201D", target.Text);
            Assert.Empty(outbox.Unreached(time.GetUtcNow().AddSeconds(1), 10));

            time.Advance(TimeSpan.FromMinutes(1));
            channel.Refuses = "-";
            outbox.Add(Message("d", "gone"), Life);
            await delivery.RunAsync(TestContext.Current.CancellationToken);
            Assert.Empty(outbox.Unreached(time.GetUtcNow() - UnreachedTarget.Remembered, 10));
        });
        Assert.Equal(["c", "d"], channel.Taken);
    }

    [Fact]
    public async Task A_process_that_ends_while_the_answer_is_awaited_loses_nothing()
    {
        // The one moment in which nobody can know: the same message goes out again, with the same id.
        await InProcess((outbox, _) =>
        {
            outbox.Add(Message("a"), Life);
            Assert.NotNull(outbox.TakeDue());
            Assert.Null(outbox.TakeDue());
            return Task.CompletedTask;
        });
        await InProcess(async (_, delivery) => await delivery.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["a"], channel.Taken);
    }

    [Fact]
    public async Task A_clock_that_jumps_neither_gives_up_untried_nor_lets_wait()
    {
        channel.Failures = 2;
        await InProcess(async (outbox, delivery) =>
        {
            outbox.Add(Message("a"), Life);
            // Ahead, over its whole life: it is tried all the same.
            time.AdjustTime(time.GetUtcNow().AddDays(400));
            outbox.Add(Message("b"), Life);
            await delivery.RunAsync(TestContext.Current.CancellationToken);
            Assert.Equal([OutboxState.Waiting, OutboxState.Expired], outbox.Newest(2).Select(entry => entry.State));
            // And back: what is to be tried again in 400 days is tried now.
            time.AdjustTime(time.GetUtcNow().AddDays(-400));
            await delivery.RunAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal(["b"], channel.Taken);
    }

    [Fact]
    public async Task Who_does_not_answer_keeps_nobody_else_waiting()
    {
        channel.Silent = "hook";
        await InProcess(async (outbox, delivery) =>
        {
            outbox.Add(Message("dead 1", "hook"), Life);
            outbox.Add(Message("dead 2", "hook"), Life);
            outbox.Add(Message("a", "anna"), Life);
            var run = delivery.RunAsync(TestContext.Current.CancellationToken);
            await channel.Until("a");
            // What comes while it is waited for goes out at once, too.
            outbox.Add(Message("b", "bob"), Life);
            Assert.Null(await delivery.RunAsync(TestContext.Current.CancellationToken));
            await channel.Until("b");
            Assert.False(run.IsCompleted);
            Assert.Equal([OutboxState.Waiting, OutboxState.Sending], outbox.Newest(10).Where(entry => entry.Target == "hook").Select(entry => entry.State));

            for (var i = 0; i < 2; i++)
            {
                await channel.Until($"dead {i + 1} asked");
                time.Advance(channel.Patience);
            }
            Assert.NotNull(await run);
            Assert.Equal(["No answer within 7 s."], outbox.Newest(10).Where(entry => entry.Target == "hook").Select(entry => entry.Answer).Distinct());
        });
    }

    [Fact]
    public async Task What_was_never_tried_goes_before_what_is_tried_again()
    {
        channel.Failures = 3;
        await InProcess(async (outbox, delivery) =>
        {
            foreach (var key in (string[])["1", "2", "3"])
                outbox.Add(Message(key), Life);
            await delivery.RunAsync(TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMinutes(1));
            outbox.Add(Message("new"), Life);
            await delivery.RunAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal(["new", "1", "2", "3"], channel.Taken);
    }

    [Fact]
    public async Task No_more_than_eight_of_a_way_are_handed_over_at_once()
    {
        channel.Silent = "host";
        await InProcess(async (outbox, delivery) =>
        {
            for (var i = 0; i < OutboxTable.MostAtOnce + 1; i++)
                outbox.Add(Message($"{i}", $"host {i}"), Life);
            var run = delivery.RunAsync(TestContext.Current.CancellationToken);
            await channel.Until($"{OutboxTable.MostAtOnce - 1} asked");

            Assert.Equal(OutboxTable.MostAtOnce, outbox.Newest(100).Count(entry => entry.State == OutboxState.Sending));
            time.Advance(channel.Patience);
            await channel.Until($"{OutboxTable.MostAtOnce} asked");
            time.Advance(channel.Patience);
            await run;
        });
    }

    [Fact]
    public async Task A_transaction_that_is_undone_takes_its_message_with_it()
    {
        using var file = ActionsDatabase.Open(directory.Path);
        var outbox = new OutboxTable(file, time);

        Assert.Throws<InvalidOperationException>(() => file.Write(connection =>
        {
            outbox.Add(connection, Message("a"), Life);
            throw new InvalidOperationException();
        }));

        Assert.Empty(outbox.Newest(1));
        await Task.CompletedTask;
    }

    [Fact]
    public void Too_many_are_refused()
    {
        using var file = ActionsDatabase.Open(directory.Path);
        var outbox = new OutboxTable(file, time);
        file.Write(connection =>
        {
            for (var i = 0; i < OutboxTable.MostWaiting; i++)
                Assert.True(outbox.Add(connection, Message($"{i}"), Life));
        });

        Assert.False(outbox.Add(Message("one more"), Life));
    }

    private static OutboxMessage Message(string key, string target = "anna") => new(key, "fake", target, "full", [1]);

    private async Task InProcess(Func<OutboxTable, OutboxDelivery, Task> work)
    {
        using var file = ActionsDatabase.Open(directory.Path);
        var outbox = new OutboxTable(file, time);
        var delivery = new OutboxDelivery(outbox, [channel], time, NullLogger<OutboxDelivery>.Instance);
        await work(outbox, delivery);
    }

    private sealed class FakeChannel : IChannel
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource> signals = new();

        public string Way => "fake";

        public TimeSpan Patience => TimeSpan.FromSeconds(7);

        /// <summary>Targets that begin so never answer.</summary>
        public string Silent { get; set; } = "-";

        /// <summary>Ends when a message is taken, or asked for where nobody answers.</summary>
        public Task Until(string what) => Signal(what).Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        /// <summary>A target that refuses for good.</summary>
        public string Refuses { get; set; } = "-";

        public int Failures { get; set; }

        public List<string> Taken { get; } = [];

        public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
        {
            if (message.Target.StartsWith(Silent, StringComparison.Ordinal))
            {
                Signal($"{message.Key} asked").TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            }
            if (message.Target == Refuses)
                return Delivery.Refused("no such user");
            if (Failures-- > 0)
                return Delivery.Failed("not now");
            lock (Taken)
                Taken.Add(message.Key);
            Signal(message.Key).TrySetResult();
            return Delivery.Taken("ok");
        }

        private TaskCompletionSource Signal(string what) => signals.GetOrAdd(what, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
