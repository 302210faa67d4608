using System.Globalization;
using System.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tests.Mail;

public sealed class MessageTrackerTests
{
    [Fact]
    public void Which_messages_are_forgotten_when_there_are_too_many_is_the_same_after_a_restart()
    {
        var tracker = new MessageTracker();
        for (var i = 0; i < MessageTracker.MostOpen; i++)
            tracker.Begin(Name(i), 1_795_500_000);
        var restarted = Restarted(tracker);

        tracker.Begin("one more"u8, 1_795_500_001);
        restarted.Begin("one more"u8, 1_795_500_001);

        Assert.Equal(MessageTracker.MostOpen / 10, tracker.Forgotten);
        Assert.Equal(Gone(tracker), Gone(restarted));
    }

    [Fact]
    public void A_settled_message_whose_name_is_used_again_is_not_ended_in_its_place()
    {
        var tracker = new MessageTracker();
        for (var i = 0; i < 3; i++)
            Settle(tracker, "again"u8);
        for (var i = 0; i < 998; i++)
            Settle(tracker, Name(i));
        Assert.Equal(999, tracker.Count);
        tracker = Restarted(tracker);

        Settle(tracker, "a"u8);
        Assert.Equal(1_000, tracker.Count);
        Settle(tracker, "b"u8);

        // The first one that was settled is gone: here it is read as one that began before its log.
        Assert.Equal(1_000, tracker.Count);
        Assert.False(tracker.Of("again"u8, 0).Settled);
        Assert.True(tracker.Of(Name(0), 0).Settled);
    }

    [Fact]
    public void State_of_a_version_that_wrote_no_turns_is_taken()
    {
        var tracker = new MessageTracker();
        Settle(tracker, "anna"u8);
        var changes = new StateChanges();
        tracker.Save(changes);
        var (key, value) = Assert.Single(changes.Put);
        var restored = new MessageTracker();

        restored.Restore(key, value.AsSpan()[..^8]);

        Assert.True(restored.Of("anna"u8, 0).Settled);
    }

    private static void Settle(MessageTracker tracker, ReadOnlySpan<byte> id)
    {
        var message = tracker.Begin(id, 1_795_500_000);
        tracker.Accept(message, 1_795_500_000, "a@b.example"u8, 100, 1, NoEvents.Instance);
        tracker.Settle(message);
    }

    private static MessageTracker Restarted(MessageTracker tracker)
    {
        var (changes, restarted) = (new StateChanges(), new MessageTracker());
        tracker.Save(changes);
        foreach (var (key, value) in changes.Put.OrderBy(put => put.Key, ByteKeys.InOrder))
            restarted.Restore(key, value);
        return restarted;
    }

    private static List<string> Gone(MessageTracker tracker)
    {
        var changes = new StateChanges();
        tracker.Save(changes);
        return [.. changes.Removed.Select(Convert.ToHexString).Order(StringComparer.Ordinal)];
    }

    // Their order by name is not that in which they come.
    private static byte[] Name(int number) => Encoding.ASCII.GetBytes(((number * 7_919L) % 1_000_003).ToString("D7", CultureInfo.InvariantCulture));
}
