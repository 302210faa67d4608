namespace Metrics.Analyzers.Stamps;

/// <summary>Numbers at fixed places of a stamp.</summary>
internal static class Digits
{
    /// <summary>Two digits, or a blank and one; negative when they are not that.</summary>
    public static int Two(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (text[at] == ' ' ? 0 : text[at] - '0', text[at + 1] - '0');
        return (uint)tens > 9 || (uint)ones > 9 ? -1 : (tens * 10) + ones;
    }

    /// <summary>Four digits; negative when they are not that.</summary>
    public static int Four(ReadOnlySpan<byte> text, int at)
    {
        var (high, low) = (Two(text, at), Two(text, at + 2));
        return high < 0 || low < 0 ? -1 : (high * 100) + low;
    }

    /// <summary>Seconds of a day from <c>hh:mm:ss</c>; negative when it is not that. A leap second is the last one of its minute.</summary>
    public static int SecondOfDay(ReadOnlySpan<byte> text, int at)
    {
        if (text[at + 2] != ':' || text[at + 5] != ':')
            return -1;
        var (hour, minute, second) = (Two(text, at), Two(text, at + 3), Two(text, at + 6));
        return hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60 ? -1 : (hour * 3_600) + (minute * 60) + Math.Min(second, 59);
    }
}
