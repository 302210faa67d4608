using System.Buffers.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>The transfer log of wu-ftpd (xferlog(5)), which ProFTPD, vsftpd and Pure-FTPd write too:
/// <c>Mon Nov 23 00:14:09 2026 1 198.51.100.7 1234 /pub/a file.txt b _ o r anna ftp 0 * c</c>.</summary>
/// <remarks>Path and user may hold blanks, so the line is read from both ends: after the path come nine words. A client can put nearly anything
/// into a path, but nothing behind it. Some servers leave the last word out.</remarks>
internal sealed class Xferlog(StampReader stamps) : ILogFormat
{
    /// <inheritdoc/>
    public string Name => "xferlog";

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        var cursor = new LineCursor(line);
        if (!stamps.CTime(ref cursor, out var time) || !Seconds(ref cursor, out var seconds) || !cursor.Until((byte)' ', out var client)
            || !cursor.Number(out var bytes) || !cursor.Skip(" "u8))
            return LineOutcome.Unknown;
        var rest = cursor.Rest;
        if (rest is [.., (byte)' '])
            rest = rest.TrimEnd((byte)' ');
        var complete = true;
        if (rest is [.., (byte)' ', (byte)'c' or (byte)'i'])
        {
            complete = rest[^1] == 'c';
            rest = rest[..^2];
        }
        // From the right: user id, authentication, service, user.
        if (!Last(ref rest, out _) || !Last(ref rest, out var method) || method is not [(byte)'0' or (byte)'1'] || !Last(ref rest, out _))
            return LineOutcome.Unknown;
        if (!Middle(rest, out var path, out var flags, out var user))
            return LineOutcome.Unknown;
        events.Transferred(new FtpTransfer
        {
            UnixSeconds = time,
            Seconds = seconds,
            Client = client,
            Bytes = bytes,
            Path = path,
            User = user,
            Upload = flags[^3] == 'i',
            Deletion = flags[^3] == 'd',
            Anonymous = flags[^1] is (byte)'a' or (byte)'g',
            Complete = complete,
        });
        return LineOutcome.Counted;
    }

    // Whole seconds; ProFTPD can be told to write fractions.
    private static bool Seconds(scoped ref LineCursor cursor, out double seconds)
    {
        var whole = cursor.Number(out var number);
        seconds = number;
        if (whole && cursor.Skip(" "u8))
            return true;
        return whole && cursor.Until((byte)' ', out var fraction) && Utf8Parser.TryParse(fraction, out double part, out _) && (seconds += part) >= 0;
    }

    // "path b _ o r user": the last " b _ o r " of the text, since only the user stands behind it and no server lets a blank into a name.
    private static bool Middle(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> path, out ReadOnlySpan<byte> flags, out ReadOnlySpan<byte> user)
    {
        path = flags = user = default;
        var blank = LineCursor.NearEnd(text, (byte)' ');
        for (var tries = 0; blank > 0 && tries < 8; tries++)
        {
            if (Flags(text[..blank], out var begin))
            {
                path = text[..begin];
                flags = text[(begin + 1)..blank];
                user = text[(blank + 1)..];
                return true;
            }
            blank = LineCursor.NearEnd(text[..blank], (byte)' ');
        }
        return false;
    }

    // Ends in " a|b flags o|i|d a|g|r", flags being one or more of C, U, T and _.
    private static bool Flags(ReadOnlySpan<byte> text, out int begin)
    {
        begin = -1;
        if (text is not [.., (byte)' ', (byte)'o' or (byte)'i' or (byte)'d', (byte)' ', (byte)'a' or (byte)'g' or (byte)'r'])
            return false;
        var special = LineCursor.NearEnd(text[..^4], (byte)' ');
        if (special < 2 || text[(special + 1)..^4].ContainsAnyExcept("CUT_"u8) || text[special - 1] is not ((byte)'a' or (byte)'b') || text[special - 2] != ' ')
            return false;
        begin = special - 2;
        return true;
    }

    private static bool Last(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> word)
    {
        var blank = LineCursor.NearEnd(rest, (byte)' ');
        word = rest[(blank + 1)..];
        rest = blank < 0 ? [] : rest[..blank];
        return blank >= 0;
    }
}
