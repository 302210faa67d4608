using System.Buffers.Text;
using System.Runtime.CompilerServices;
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
    // Blanks in a user's name, and more.
    private const int MostTries = 8;

    /// <inheritdoc/>
    public string Name => "xferlog";

    /// <inheritdoc/>
    /// <remarks>Not a part of its caller: the compiler puts only so many methods into one, and the small ones in here count.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        if (line is [.., (byte)' '])
            line = line.TrimEnd((byte)' ');
        var stamp = new LineCursor(line);
        if (!stamps.CTime(ref stamp, out var time))
            return LineOutcome.Unknown;
        var cursor = new LineCursor(stamp.Rest);
        if (!Seconds(ref cursor, out var seconds) || !cursor.Until((byte)' ', out var client) || !cursor.Number(out var bytes) || !cursor.Skip(" "u8))
            return LineOutcome.Unknown;
        var (begin, end, complete) = (line.Length - cursor.Rest.Length, line.Length, true);
        if (cursor.Rest is [.., (byte)' ', (byte)'c' or (byte)'i'])
            (end, complete) = (end - 2, line[^1] == 'c');
        // The blanks before them, from the right: user id, authentication, service, user.
        var blanks = new Marks(line, (byte)' ');
        var id = blanks.Last(end);
        var method = blanks.Last(id);
        var service = blanks.Last(method);
        if (service < begin || id - method != 2 || line[method + 1] is not ((byte)'0' or (byte)'1'))
            return LineOutcome.Unknown;
        // "path b _ o r user": the last " b _ o r " of the text, since only the user stands behind it and no server lets a blank into a name.
        var (user, path) = (service, -1);
        for (var tries = 0; path < 0; tries++)
        {
            user = blanks.Last(user);
            if (user <= begin || tries == MostTries)
                return LineOutcome.Unknown;
            path = PathLength(line[begin..user], blanks.Last(user - 4) - begin);
        }
        events.Transferred(new FtpTransfer
        {
            UnixSeconds = time,
            Seconds = seconds,
            Client = client,
            Bytes = bytes,
            Path = line.Slice(begin, path),
            User = line[(user + 1)..service],
            Upload = line[user - 3] == 'i',
            Deletion = line[user - 3] == 'd',
            Anonymous = line[user - 1] is (byte)'a' or (byte)'g',
            Complete = complete,
        });
        return LineOutcome.Counted;
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes) => stamps.Save(changes);

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => stamps.Restore(key, value);

    // Whole seconds; ProFTPD can be told to write fractions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Seconds(scoped ref LineCursor cursor, out double seconds)
    {
        var whole = cursor.Number(out var number);
        seconds = number;
        if (whole && cursor.Skip(" "u8))
            return true;
        return whole && cursor.Until((byte)' ', out var fraction) && Utf8Parser.TryParse(fraction, out double part, out _) && (seconds += part) >= 0;
    }

    // Of a text that ends in " a|b flags o|i|d a|g|r", flags being any of C, U, T and _ and blank the one before them; negative for any other.
    private static int PathLength(ReadOnlySpan<byte> text, int blank)
    {
        if (blank < 2 || text is not [.., (byte)' ', (byte)'o' or (byte)'i' or (byte)'d', (byte)' ', (byte)'a' or (byte)'g' or (byte)'r'])
            return -1;
        foreach (var flag in text[(blank + 1)..^4])
            if (flag is not ((byte)'_' or (byte)'C' or (byte)'U' or (byte)'T'))
                return -1;
        return text[blank - 1] is (byte)'a' or (byte)'b' && text[blank - 2] == ' ' ? blank - 2 : -1;
    }
}
