using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Metrics.Web.Configuration;

/// <summary>The kinds of values that settings have.</summary>
internal static class ConfigTypes
{
    private const string UnixPrefix = "unix:";

    /// <summary>In bytes; the array of unix(7) has one more for its end.</summary>
    private const int LongestSocketPath = 107;

    /// <summary>Units of durations, longest first, so that a whole number of the longest is written back.</summary>
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>A line of text: what it becomes, such as the subject of a mail or a line of a log, ends with the line.</summary>
    public static ConfigType<string> Text { get; } = new("text", "a text in quotes, of one line", ReadText, Quote);

    /// <summary>A number and its unit. A number alone is refused: nobody has to know which unit was meant.</summary>
    public static ConfigType<TimeSpan> Duration { get; } =
        new("duration", "a duration with its unit in quotes, such as \"10s\" or \"5m\"", ReadDuration, span => Quote(Format(span)));

    /// <summary>A time zone of the tz database.</summary>
    public static ConfigType<TimeZoneInfo> Zone { get; } =
        new("time zone", "the name of a time zone, such as \"Europe/Berlin\"", ReadZone, zone => Quote(zone.Id));

    /// <summary>Texts; one alone needs no brackets.</summary>
    public static ConfigType<IReadOnlyList<string>> TextList { get; } =
        new("list of texts", "a list of texts, such as [\"a\", \"b\"]", ReadTextList, texts => List(texts));

    /// <summary>A command and its arguments.</summary>
    public static ConfigType<IReadOnlyList<string>> Command { get; } = TextList with { InOrder = true };

    /// <summary>Addresses with ports and paths of Unix sockets; one alone needs no brackets.</summary>
    public static ConfigType<IReadOnlyList<EndPoint>> Addresses { get; } =
        new("list of addresses", "addresses with ports, such as [\"127.0.0.1:8080\", \"[::1]:8080\"], or a socket such as \"unix:/run/metrics/http.sock\"",
            ReadAddresses, addresses => List(addresses.Select(Format)));

    /// <summary>An address as the configuration has it.</summary>
    public static string Format(EndPoint address) => address is UnixDomainSocketEndPoint ? UnixPrefix + address : address.ToString()!;

    /// <summary>A number, whole or not.</summary>
    public static ConfigType<double> Number { get; } = new("number", "a number, such as 1e9", ReadNumber, number => number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A whole number from 0 on.</summary>
    public static ConfigType<int> Count { get; } = new("whole number", "a whole number, such as 10", ReadCount, count => count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Several whole numbers.</summary>
    public static ConfigType<IReadOnlyList<int>> Counts { get; } = new(
        "list of whole numbers", "a list of whole numbers, such as [23, 445]", ReadCounts,
        numbers => $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]");

    /// <summary>Yes or no.</summary>
    public static ConfigType<bool> Truth { get; } = new("true or false", "true or false", ReadTruth, truth => truth ? "true" : "false");

    /// <summary>A duration in the longest unit that gives a whole number.</summary>
    public static string Format(TimeSpan span)
    {
        foreach (var (unit, length) in Units)
            if (span >= length && span.Ticks % length.Ticks == 0)
                return $"{span.Ticks / length.Ticks}{unit}";
        return "0s";
    }

    /// <summary>Text as a basic string of TOML.</summary>
    public static string Quote(string text) =>
        '"' + string.Concat(text.Select(c => c switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            _ when char.IsControl(c) => $"\\u{(int)c:X4}",
            _ => c.ToString(),
        })) + '"';

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    private static bool ReadText(ConfigValue value, out string result, ICollection<ConfigValue> culprits)
    {
        result = value.Text ?? "";
        return Right(value.Text is not null && IsLine(value.Text), value, culprits);
    }

    private static bool IsLine(string text) => !text.Any(char.IsControl);

    /// <summary>A duration as people write it: digits and a unit.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out TimeSpan result)
    {
        result = default;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > 9)
            return false;
        var number = long.Parse(text[..digits], CultureInfo.InvariantCulture);
        var unit = text[digits..].Trim();
        foreach (var (name, length) in Units)
            if (unit.SequenceEqual(name) && number <= TimeSpan.MaxValue.Ticks / length.Ticks)
            {
                result = number * length;
                return true;
            }
        return false;
    }

    private static bool ReadNumber(ConfigValue value, out double result, ICollection<ConfigValue> culprits)
    {
        result = value.Number ?? 0;
        return Right(value.Number is { } number && double.IsFinite(number), value, culprits);
    }

    private static bool ReadCount(ConfigValue value, out int result, ICollection<ConfigValue> culprits) => Right(IsCount(value, out result), value, culprits);

    private static bool IsCount(ConfigValue value, out int result)
    {
        var isCount = value.Number is { } number and >= 0 and <= int.MaxValue && number == Math.Floor(number);
        result = isCount ? (int)value.Number!.Value : 0;
        return isCount;
    }

    private static bool ReadCounts(ConfigValue value, out IReadOnlyList<int> result, ICollection<ConfigValue> culprits) =>
        ReadList(value, IsCount, out result, culprits);

    private static bool ReadTruth(ConfigValue value, out bool result, ICollection<ConfigValue> culprits)
    {
        result = value.Truth ?? false;
        return Right(value.Truth is not null, value, culprits);
    }

    private static bool ReadDuration(ConfigValue value, out TimeSpan result, ICollection<ConfigValue> culprits) =>
        Right(TryParseDuration(value.Text, out result), value, culprits);

    private static bool ReadZone(ConfigValue value, out TimeZoneInfo result, ICollection<ConfigValue> culprits)
    {
        var known = TimeZoneInfo.TryFindSystemTimeZoneById(value.Text ?? "", out var zone);
        result = zone ?? TimeZoneInfo.Utc;
        return Right(known, value, culprits);
    }

    private static bool Right(bool isRight, ConfigValue value, ICollection<ConfigValue> culprits)
    {
        if (!isRight)
            culprits.Add(value);
        return isRight;
    }

    private static bool ReadTextList(ConfigValue value, out IReadOnlyList<string> result, ICollection<ConfigValue> culprits) =>
        ReadList(value, (item, out text) => (text = item.Text ?? "") is not "" && IsLine(text), out result, culprits);

    private static bool ReadAddresses(ConfigValue value, out IReadOnlyList<EndPoint> result, ICollection<ConfigValue> culprits) =>
        ReadList(value, ReadAddress, out result, culprits) && Right(result.Count > 0, value, culprits);

    private static bool ReadAddress(ConfigValue value, out EndPoint result)
    {
        var text = value.Text ?? "";
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            var path = text[UnixPrefix.Length..];
            var isPath = path.StartsWith('/') && !path.Contains('\0') && Encoding.UTF8.GetByteCount(path) <= LongestSocketPath;
            result = isPath ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(IPAddress.Loopback, 0);
            return isPath;
        }
        if (text.StartsWith("localhost:", StringComparison.Ordinal))
            text = "127.0.0.1" + text["localhost".Length..];
        // Without a port TryParse takes port 0, and with a bare IPv6 address the last group for one: both must be seen here.
        var hasPort = text.LastIndexOf(':') is var colon and > 0 && (text[0] == '[' ? text[colon - 1] == ']' : text.IndexOf(':') == colon);
        var parsed = IPEndPoint.TryParse(text, out var address);
        result = address ?? new IPEndPoint(IPAddress.Loopback, 0);
        return hasPort && parsed;
    }

    private delegate bool ItemReader<T>(ConfigValue item, out T result);

    private static bool ReadList<T>(ConfigValue value, ItemReader<T> read, out IReadOnlyList<T> result, ICollection<ConfigValue> culprits)
    {
        var items = new List<T>();
        result = items;
        if (value.AsList() is not { } list)
            return Right(false, value, culprits);
        foreach (var item in list)
            if (Right(read(item, out var one), item, culprits))
                items.Add(one);
        return items.Count == list.Count;
    }
}
