namespace Metrics.Analyzers.Mail;

/// <summary>Messages in the order in which they came in here: the same after a restart, since each keeps its number. A message has a place in one order
/// at most.</summary>
/// <param name="most">Messages it holds.</param>
internal sealed class MessageOrder(int most)
{
    private readonly LinkedList<OpenMessage> messages = new();
    private long next = 1;

    /// <summary>Takes a message in, as the last one.</summary>
    /// <returns>The first one, where that is now one too many; null otherwise.</returns>
    public OpenMessage? Add(OpenMessage message)
    {
        message.Turn = next++;
        messages.AddLast(message.Place);
        return messages.Count > most ? messages.First!.Value : null;
    }

    /// <summary>Takes a message back at its place, in whatever order they come.</summary>
    public void Restore(OpenMessage message)
    {
        var before = messages.Last;
        while (before?.Value.Turn > message.Turn)
            before = before.Previous;
        if (before is null)
            messages.AddFirst(message.Place);
        else
            messages.AddAfter(before, message.Place);
        next = Math.Max(next, message.Turn + 1);
    }
}
