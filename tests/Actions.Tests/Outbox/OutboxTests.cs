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
        });
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

    private static OutboxMessage Message(string key) => new(key, "fake", "anna", "full", [1]);

    private async Task InProcess(Func<OutboxTable, OutboxDelivery, Task> work)
    {
        using var file = ActionsDatabase.Open(directory.Path);
        var outbox = new OutboxTable(file, time);
        using var delivery = new OutboxDelivery(outbox, [channel], time, NullLogger<OutboxDelivery>.Instance);
        await work(outbox, delivery);
    }

    private sealed class FakeChannel : IChannel
    {
        public string Way => "fake";

        public int Failures { get; set; }

        public List<string> Taken { get; } = [];

        public Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
        {
            if (Failures-- > 0)
                return Task.FromResult(Delivery.Failed("not now"));
            Taken.Add(message.Key);
            return Task.FromResult(Delivery.Taken("ok"));
        }
    }
}
