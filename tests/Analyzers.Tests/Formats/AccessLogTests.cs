using System.Text;
using System.Text.RegularExpressions;
using Metrics.Analyzers.Formats;

namespace Metrics.Analyzers.Tests.Formats;

public sealed partial class AccessLogTests
{
    private const string Begin = "192.0.2.7 - - [23/Nov/2026:00:14:09 +0000] ";
    private const string Long = "a-name-that-is-longer-than-what-is-compared-at-once-so-that-there-are-two-of-these";

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void A_request_is_read_as_its_quotes_say_however_they_come(int seed)
    {
        var random = new Random(seed);
        string[] words = ["\"", "\\", "\\\"", "\\\\", " ", "?", "-", "GET", " HTTP/1.1", " HTTP/2", "/", Long, "\" \"", "200", "9"];
        string[] usual = ["\"", "GET", " ", "/a", "?", "b", " HTTP/1.1", "\"", " ", "200", " ", "5", " ", "\"", "https://a.example/", "?", "q", "\"", " ", "\"", "curl", "\""];
        for (var i = 0; i < 20_000; i++)
        {
            // The usual line with some words too many, too few or changed.
            var text = new List<string>(usual);
            for (var changes = random.Next(6); changes > 0; changes--)
            {
                var (at, kind) = (random.Next(text.Count), random.Next(3));
                if (kind != 0)
                    text.Insert(at, words[random.Next(words.Length)]);
                if (kind != 1)
                    text.RemoveAt(at);
            }
            var line = Begin + string.Concat(text);
            var (events, reader) = (new RecordedEvents(), LogFormats.Make("combined", TimeZoneInfo.Utc, () => 0));
            var outcome = reader.Read(Encoding.Latin1.GetBytes(line), events);

            Assert.Equal(Plainly(line), outcome == LineOutcome.Unknown ? null : (events.Lines[0], events.Visits[0]));
        }
    }

    [GeneratedRegex("""^[^"]*\] "(?<request>(?:[^"\\]|\\.)*)" (?<status>[0-5]?[0-9]{1,2}) (?<bytes>[0-9]+|-)(?: "(?<referrer>(?:[^"\\]|\\.)*)"(?: "(?<agent>(?:[^"\\]|\\.)*)")?)?""")]
    private static partial Regex Line { get; }

    private static (string Request, string Visit)? Plainly(string line)
    {
        if (Line.Match(line) is not { Success: true, Groups: var parts })
            return null;
        var path = parts["request"].Value;
        path = path[(path.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        if (path.LastIndexOf(" HTTP/", StringComparison.Ordinal) is >= 0 and var version)
            path = path[..version];
        var (referrer, agent) = (parts["referrer"].Value, parts["agent"].Value);
        var bytes = parts["bytes"].Value == "-" ? "0" : parts["bytes"].Value;
        return ($"{int.Parse(parts["status"].Value, null)} {bytes} {path.Split('?')[0]} 192.0.2.7", $"{(referrer == "-" ? "" : referrer.Split('?')[0])} by {(agent == "-" ? "" : agent)}");
    }
}
