using Metrics.Actions.Guard;

namespace Metrics.Actions.MailServers;

/// <summary>What the guard can do about mail. Of which mail servers, and how, it knows from its own configuration.</summary>
public enum MailVerb
{
    /// <summary>Looks: <see cref="MailAnswer"/>.</summary>
    Look,

    /// <summary>Rejects packets to mail servers elsewhere: <see cref="MailAnswer"/>.</summary>
    Filter,

    /// <summary>Makes the mail servers deliver nothing to others: <see cref="MailAnswer"/>.</summary>
    Hold,

    /// <summary>Stops the mail servers: <see cref="MailAnswer"/>.</summary>
    Stop,

    /// <summary>Ends all of it: <see cref="MailAnswer"/>.</summary>
    Lift,

    /// <summary>Who has mail in the queues: <see cref="MailQueueAnswer"/>.</summary>
    Queue,

    /// <summary>How many messages the queues have: <see cref="MailLengthAnswer"/>.</summary>
    Length,

    /// <summary>Tries to reach a mail server elsewhere: <see cref="MailProbeAnswer"/>.</summary>
    Probe,
}

/// <summary>Does one of those things.</summary>
/// <param name="Do">Which.</param>
public sealed record MailRequest(MailVerb Do) : GuardRequest
{
    /// <summary>How long the guard may take.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>So that it is the guard that says what took too long.</summary>
    internal override TimeSpan Patience => Limit + TimeSpan.FromSeconds(10);
}

/// <summary>How the mail of this machine is.</summary>
public sealed record MailAnswer(MailState State) : GuardAnswer;

/// <summary>Who has mail in the queues.</summary>
public sealed record MailQueueAnswer(QueueSummary Queue) : GuardAnswer;

/// <summary>How many messages the queues have.</summary>
/// <param name="All">All; null: not known.</param>
/// <param name="New">Those that should be tried now; null: not known.</param>
public sealed record MailLengthAnswer(double? All, double? New) : GuardAnswer;

/// <summary>Whether others than we are kept from reaching mail servers elsewhere.</summary>
public sealed record MailProbeAnswer(bool IsClosed) : GuardAnswer;
