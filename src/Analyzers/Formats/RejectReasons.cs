using Metrics.Analyzers.Events;

namespace Metrics.Analyzers.Formats;

/// <summary>Tells why a mail server refused, by the words of its answer. What the client said must have been taken out of them before.</summary>
internal static class RejectReasons
{
    /// <summary>The reason; <see cref="RejectReason.Other"/> when none of the known words is there.</summary>
    public static RejectReason Of(ReadOnlySpan<byte> words)
    {
        if (Has(words, "blocked using"u8) || Has(words, "listed in"u8) || Has(words, "listed by"u8) || Has(words, "listed at"u8)
            || Has(words, "black list"u8) || Has(words, "blackhole"u8) || Has(words, "pamhaus"u8) || Has(words, "pamHaus"u8))
            return RejectReason.BlockList;
        if (Has(words, "Domain of sender"u8))
            return RejectReason.Sender;
        if (Has(words, "User unknown"u8) || Has(words, "Unrouteable address"u8) || Has(words, "unknown user"u8) || Has(words, "no such user"u8)
            || Has(words, "No such user"u8) || Has(words, "Invalid recipient"u8)
            || Has(words, "does not exist"u8))
            return RejectReason.UnknownRecipient;
        if (Has(words, "elay access denied"u8) || Has(words, "relay not permitted"u8) || Has(words, "elaying denied"u8))
            return RejectReason.Relay;
        if (Has(words, "reylist"u8))
            return RejectReason.Greylist;
        if (Has(words, "Helo command rejected"u8) || Has(words, "HELO"u8) || Has(words, "invalid helo"u8))
            return RejectReason.Helo;
        if (Has(words, "Sender address rejected"u8) || Has(words, "Sender verify failed"u8))
            return RejectReason.Sender;
        if (Has(words, "spam"u8) || Has(words, "Spam"u8) || Has(words, "SPAM"u8))
            return RejectReason.Spam;
        if (Has(words, "virus"u8) || Has(words, "Virus"u8) || Has(words, "VIRUS"u8) || Has(words, "malware"u8) || Has(words, "infected"u8))
            return RejectReason.Virus;
        if (Has(words, "too many"u8) || Has(words, "Too many"u8) || Has(words, "rate limit"u8) || Has(words, "ate exceeded"u8))
            return RejectReason.Rate;
        return RejectReason.Other;
    }

    private static bool Has(ReadOnlySpan<byte> words, ReadOnlySpan<byte> part) => words.IndexOf(part) >= 0;
}
