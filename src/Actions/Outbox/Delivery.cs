namespace Metrics.Actions.Outbox;

/// <summary>What came of an attempt to hand a message over.</summary>
/// <param name="Accepted">Whether the other side has taken it.</param>
/// <param name="Answer">What it said, or why nothing was said, as one line.</param>
public readonly record struct Delivery(bool Accepted, string Answer)
{
    private const int LongestAnswer = 500;

    /// <summary>The other side has taken it.</summary>
    public static Delivery Taken(string answer) => new(true, OneLine(answer));

    /// <summary>It was not taken.</summary>
    public static Delivery Failed(string why) => new(false, OneLine(why));

    /// <summary>It was not taken, and never will be: another attempt is of no use.</summary>
    public static Delivery Refused(string why) => new(false, OneLine(why)) { IsFinal = true };

    /// <summary>Whether the other side said that it will never take it.</summary>
    public bool IsFinal { get; private init; }

    /// <summary>Answers come from outside, and go to pages and terminals.</summary>
    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return string.Concat((line.Length > LongestAnswer ? line[..LongestAnswer] + "…" : line).Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }
}
