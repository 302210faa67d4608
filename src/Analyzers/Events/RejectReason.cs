namespace Metrics.Analyzers.Events;

/// <summary>Why a mail server refused somebody.</summary>
internal enum RejectReason : byte
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>The client's address stands on a block list.</summary>
    BlockList,

    /// <summary>There is no such recipient.</summary>
    UnknownRecipient,

    /// <summary>The recipient is of another server and the client may not send there.</summary>
    Relay,

    /// <summary>To be tried again later (greylisting).</summary>
    Greylist,

    /// <summary>The name the client gave itself.</summary>
    Helo,

    /// <summary>The sender's address.</summary>
    Sender,

    /// <summary>It was taken for spam.</summary>
    Spam,

    /// <summary>It carried a virus.</summary>
    Virus,

    /// <summary>The client came too often or too fast.</summary>
    Rate,

    /// <summary>The client would not wait: it spoke before it was asked, or was held up until it went.</summary>
    Tarpit,
}
