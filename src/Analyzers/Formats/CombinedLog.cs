using System.Runtime.CompilerServices;
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
    /// <remarks>Not a part of its caller: the compiler puts only so many methods into one, and the small ones in here count.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
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
        if (!stamps.CommonLog(ref cursor, out var time) || cursor.Rest is not [(byte)'"', ..])
            return LineOutcome.Unknown;
        var quotes = new Marks(line, (byte)'"');
        var queries = new Marks(line, (byte)'?');
        var begin = line.Length - cursor.Rest.Length + 1;
        var end = PartEnd(line, ref quotes, begin);
        if (end < 0)
            return LineOutcome.Unknown;
        var path = Path(line, begin, end, ref queries);
        var answer = new LineCursor(line[(end + 1)..]);
        if (!answer.Skip(" "u8) || !answer.Number(out var status) || status is > 599 || !answer.Skip(" "u8) || !(answer.Number(out var bytes) || answer.Skip("-"u8)))
            return LineOutcome.Unknown;
        ReadOnlySpan<byte> referrer = [], agent = [];
        if (answer.Skip(" \""u8))
        {
            begin = line.Length - answer.Rest.Length;
            end = PartEnd(line, ref quotes, begin);
            if (end >= 0)
            {
                referrer = line[begin..end] is [(byte)'-'] ? [] : WithoutQuery(line, begin, end, ref queries);
                var rest = line[(end + 1)..];
                if (rest is [(byte)' ', (byte)'"', ..] && PartEnd(line, ref quotes, end + 3) is >= 0 and var last)
                    agent = line[(end + 3)..last];
            }
        }
        events.Requested(new WebRequest
        {
            UnixSeconds = time,
            Host = Port(host),
            Client = client,
            Path = path,
            Status = (int)status,
            Bytes = bytes,
            Referrer = referrer,
            Agent = agent is [(byte)'-'] ? [] : agent,
        });
        return LineOutcome.Counted;
    }

    // The quote that ends a part in quotes; negative where none does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PartEnd(ReadOnlySpan<byte> line, scoped ref Marks quotes, int begin)
    {
        var end = quotes.Next(begin);
        while (end > begin && line[end - 1] == '\\' && IsEscaped(line[begin..end]))
            end = quotes.Next(end + 1);
        return end;
    }

    // A backslash before a quote may have been escaped itself.
    private static bool IsEscaped(ReadOnlySpan<byte> before) => (before.Length - before.TrimEnd((byte)'\\').Length) % 2 == 1;

    // "GET /path?query HTTP/1.1"; what is no request is its own path.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> line, int begin, int end, scoped ref Marks queries)
    {
        // There is one behind the request at the latest.
        var blank = LineCursor.Near(line[begin..], (byte)' ') + begin;
        if (blank >= begin && blank < end)
            begin = blank + 1;
        var path = line[begin..end];
        // "1.1" and "2.0" are of three characters, "2" of one.
        var version = path is [.., (byte)' ', (byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', _, _, _] ? path.Length - 9 : path.LastIndexOf(" HTTP/"u8);
        return WithoutQuery(line, begin, version < 0 ? end : begin + version, ref queries);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> WithoutQuery(ReadOnlySpan<byte> line, int begin, int end, scoped ref Marks queries)
    {
        var query = queries.Next(begin);
        return line[begin..(query >= 0 && query < end ? query : end)];
    }

    private static ReadOnlySpan<byte> Port(ReadOnlySpan<byte> host)
    {
        var colon = host.LastIndexOf((byte)':');
        return colon > 0 && !host[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? host[..colon] : host;
    }
}
