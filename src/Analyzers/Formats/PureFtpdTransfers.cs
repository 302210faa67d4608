using Metrics.Analyzers.Events;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>The transfer logs of Pure-FTPd that are not xferlog (pure-ftpd(8), <c>-O clf:</c>, <c>-O stats:</c>, <c>-O w3c:</c>; altlog.c). Each line shows
/// which of the three it is of.</summary>
/// <remarks>Only what was transferred is written, with names of accounts that are signed in. Paths of clf and w3c are percent-encoded, that of stats is the
/// last thing in its line. Times of w3c are of Greenwich.</remarks>
internal sealed class PureFtpdTransfers(StampReader stamps) : ILogFormat
{
    private readonly StampReader greenwich = new(TimeZoneInfo.Utc, () => 0);

    /// <inheritdoc/>
    public string Name => "pureftpd_transfers";

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        if (line is [(byte)'#', ..])
            return LineOutcome.Ignored;
        var cursor = new LineCursor(line);
        if (greenwich.Iso(ref cursor, out var time))
            return Extended(cursor, time, events);
        return cursor.Number(out time) && CivilTime.IsTime(time) && cursor.Skip(" "u8) ? Statistics(cursor, time, events) : Common(new LineCursor(line), events);
    }

    // "198.51.100.7 - anna [23/Nov/2026:00:15:18 -0000] "GET /home/anna/a%20file" 200 1234"
    private LineOutcome Common(LineCursor cursor, ILogEvents events)
    {
        if (!cursor.Until(" - "u8, out var client) || client.IndexOf((byte)' ') >= 0 || cursor.Rest.IndexOf(" ["u8) is not (> 0 and var at))
            return LineOutcome.Unknown;
        var user = cursor.Rest[..at];
        cursor = new LineCursor(cursor.Rest[(at + 1)..]);
        if (!stamps.CommonLog(ref cursor, out var time))
            return LineOutcome.Unknown;
        var upload = cursor.Skip("\"PUT "u8);
        if (!upload && !cursor.Skip("\"GET "u8))
            return LineOutcome.Unknown;
        var end = cursor.Rest.LastIndexOf("\" 200 "u8);
        if (end < 0)
            return LineOutcome.Unknown;
        var path = cursor.Rest[..end];
        cursor = new LineCursor(cursor.Rest[(end + "\" 200 ".Length)..]);
        return cursor.Number(out var bytes) && cursor.Rest.IsEmpty ? Transfer(time, client, user, upload, bytes, 0, path, events) : LineOutcome.Unknown;
    }

    // "6b0385f0.a0 anna 198.51.100.7 D 1234 2 /home/anna/a file"
    private static LineOutcome Statistics(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until((byte)' ', out _) || !cursor.Until((byte)' ', out var user) || !cursor.Until((byte)' ', out var client))
            return LineOutcome.Unknown;
        var upload = cursor.Skip("U "u8);
        if ((!upload && !cursor.Skip("D "u8)) || !cursor.Number(out var bytes) || !cursor.Skip(" "u8) || !cursor.Number(out var seconds) || !cursor.Skip(" "u8))
            return LineOutcome.Unknown;
        return Transfer(time, client, user, upload, bytes, seconds, cursor.Rest, events);
    }

    // "198.51.100.7 []sent /home/anna/a%20file 226 anna 1234"
    private static LineOutcome Extended(LineCursor cursor, long time, ILogEvents events)
    {
        if (!cursor.Until((byte)' ', out var client))
            return LineOutcome.Unknown;
        var upload = cursor.Skip("[]created "u8);
        if ((!upload && !cursor.Skip("[]sent "u8)) || !cursor.Until((byte)' ', out var path) || !cursor.Skip("226 "u8))
            return LineOutcome.Unknown;
        var blank = cursor.Rest.LastIndexOf((byte)' ');
        if (blank <= 0)
            return LineOutcome.Unknown;
        var user = cursor.Rest[..blank];
        cursor = new LineCursor(cursor.Rest[(blank + 1)..]);
        return cursor.Number(out var bytes) && cursor.Rest.IsEmpty ? Transfer(time, client, user, upload, bytes, 0, path, events) : LineOutcome.Unknown;
    }

    private static LineOutcome Transfer(
        long time, ReadOnlySpan<byte> client, ReadOnlySpan<byte> user, bool upload, long bytes, long seconds, ReadOnlySpan<byte> path, ILogEvents events)
    {
        PureFtpd.Transfer(time, user, client, path, bytes, seconds, upload, deletion: false, events);
        return LineOutcome.Counted;
    }
}
