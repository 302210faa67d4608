using Metrics.Analyzers.Events;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>The access log of web servers: Common Log Format, with referrer and agent behind it (combined), with the virtual host before it
/// when it is told so: <c>[host[:port] ]client ident user [time] "GET /path HTTP/1.1" 200 1234 "referrer" "agent"</c>.</summary>
/// <remarks>In a quoted part the servers write a quote as \" (Apache) or \x22 (nginx); a part ends at the first quote that no backslash
/// stands before.</remarks>
internal sealed class CombinedLog(StampReader stamps, bool withHost) : ILogFormat
{
    /// <inheritdoc/>
    public string Name => withHost ? "vhost_combined" : "combined";

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        var cursor = new LineCursor(line);
        ReadOnlySpan<byte> host = [];
        if (withHost && !cursor.Until((byte)' ', out host))
            return LineOutcome.Unknown;
        if (!cursor.Until((byte)' ', out var client) || client is [(byte)'-'])
            return LineOutcome.Unknown;
        // The user may hold blanks, and only the server writes " [". Nearly all requests are nobody's.
        var stamp = cursor.Rest.StartsWith("- - ["u8) ? 3 : cursor.Rest.IndexOf(" ["u8);
        if (stamp < 0)
            return LineOutcome.Unknown;
        cursor.Step(stamp + 1);
        if (!stamps.CommonLog(ref cursor, out var time) || !Quoted(ref cursor, out var request) || !cursor.Skip(" "u8))
            return LineOutcome.Unknown;
        if (!cursor.Number(out var status) || status is > 599 || !cursor.Skip(" "u8) || !(cursor.Number(out var bytes) || cursor.Skip("-"u8)))
            return LineOutcome.Unknown;
        ReadOnlySpan<byte> referrer = [], agent = [];
        if (cursor.Skip(" "u8) && Quoted(ref cursor, out referrer) && cursor.Skip(" "u8))
            Quoted(ref cursor, out agent);
        events.Requested(new WebRequest
        {
            UnixSeconds = time,
            Host = Port(host),
            Client = client,
            Path = Path(request),
            Status = (int)status,
            Bytes = bytes,
            Referrer = referrer.SequenceEqual("-"u8) ? [] : referrer,
            Agent = agent.SequenceEqual("-"u8) ? [] : agent,
        });
        return LineOutcome.Counted;
    }

    // A part in quotes, without them, as it stands.
    private static bool Quoted(scoped ref LineCursor cursor, out ReadOnlySpan<byte> part)
    {
        part = default;
        var text = cursor.Rest;
        if (text.IsEmpty || text[0] != '"')
            return false;
        for (var at = 1; ;)
        {
            var next = LineCursor.Near(text[at..], (byte)'"', (byte)'\\');
            if (next < 0)
                return false;
            at += next;
            if (text[at] == '"')
            {
                part = text[1..at];
                cursor.Step(at + 1);
                return true;
            }
            at = Math.Min(at + 2, text.Length);
        }
    }

    // "GET /path?query HTTP/1.1"; what is no request is its own path.
    private static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> request)
    {
        var blank = LineCursor.Near(request, (byte)' ');
        var path = blank < 0 ? request : request[(blank + 1)..];
        // "1.1" and "2.0" are of three characters, "2" of one.
        var version = path is [.., (byte)' ', (byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', _, _, _] ? path.Length - 9 : path.LastIndexOf(" HTTP/"u8);
        if (version >= 0)
            path = path[..version];
        var query = LineCursor.Near(path, (byte)'?');
        return query < 0 ? path : path[..query];
    }

    private static ReadOnlySpan<byte> Port(ReadOnlySpan<byte> host)
    {
        var colon = host.LastIndexOf((byte)':');
        return colon > 0 && !host[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? host[..colon] : host;
    }
}
