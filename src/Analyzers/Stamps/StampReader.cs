using System.Buffers;
using System.Runtime.CompilerServices;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Stamps;

/// <summary>Reads the times that lines begin with. One instance belongs to one log.</summary>
/// <remarks>A time before 1980 or after 2199 is none, see <see cref="CivilTime.IsTime"/>. Most lines have the second of the line before: its bytes are compared before anything is worked out.</remarks>
internal sealed class StampReader(TimeZoneInfo zone, Func<long> newest)
{
    // Of what is kept beyond a restart; nothing else in a log's state has it.
    private const byte StateKey = 2;

    private readonly ZoneClock clock = new(zone);
    private readonly YearGuess years = new(newest);
    private readonly byte[] lastBytes = new byte[32];
    private int lastLength;
    private long lastUnix;
    private long saved = long.MinValue;

    /// <summary>Takes <c>Nov 23 00:11:48</c> (RFC 3164) or <c>2026-11-23T00:11:48.123456+01:00</c> (RFC 3339) and the blank behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Syslog(scoped ref LineCursor line, out long unixSeconds) => Step(ref line, Syslog(line.Rest, out unixSeconds));

    /// <summary>Takes <c>2026-11-23 00:11:20</c> with <c>T</c> or a blank in the middle, fractions and an offset if there are any, and the
    /// blank behind it. Without an offset the time is of the log's zone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Iso(scoped ref LineCursor line, out long unixSeconds) => Step(ref line, Iso(line.Rest, out unixSeconds));

    /// <summary>Takes <c>Mon Nov 23 00:14:09 2026</c> (ctime(3), as xferlog has it) and the blank behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CTime(scoped ref LineCursor line, out long unixSeconds) => Step(ref line, CTime(line.Rest, out unixSeconds));

    /// <summary>Takes <c>[23/Nov/2026:00:14:09 +0100]</c> (Common Log Format) and the blank behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CommonLog(scoped ref LineCursor line, out long unixSeconds) => Step(ref line, CommonLog(line.Rest, out unixSeconds));

    /// <summary>Takes a TAI64N label, <c>@4000000065f1c2a52d3b1f3c</c>, and the blank behind it.</summary>
    /// <remarks>16 hexadecimal digits of seconds beyond 2^62 and 8 of nanoseconds. multilog(8) does not count leap seconds: its label is
    /// the system's time plus 10 seconds.</remarks>
    public static bool Tai64N(scoped ref LineCursor line, out long unixSeconds)
    {
        unixSeconds = 0;
        var text = line.Rest;
        if (text.Length < 26 || text[0] != '@' || text[25] != ' ' || !ulong.TryParse(text[1..17], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var label))
            return false;
        unixSeconds = (long)(label - (1UL << 62)) - 10;
        line.Step(26);
        return CivilTime.IsTime(unixSeconds);
    }

    /// <summary>Tells how far the log is, when that has changed since the last time: of the hour that autumn repeats nothing else says which it is.</summary>
    public void Save(StateChanges changes)
    {
        if (clock.Latest == saved || !zone.SupportsDaylightSavingTime)
            return;
        saved = clock.Latest;
        var buffer = new ArrayBufferWriter<byte>();
        new StateWriter(buffer).Number(saved);
        changes.Put.Add(([StateKey], buffer.WrittenSpan.ToArray()));
    }

    /// <summary>Takes back what <see cref="Save"/> told.</summary>
    /// <returns>False when it is of something else.</returns>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key is not [StateKey])
            return false;
        var state = new StateReader(value);
        clock.Latest = saved = state.Number();
        return true;
    }

    // What reads gets the text and says how long the stamp is: a cursor whose address nobody gets can stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Step(scoped ref LineCursor line, int length)
    {
        line.Step(length);
        return length > 0;
    }

    // These give the length of the stamp with the blank behind it; 0 where there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Syslog(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        if (text.Length <= 15 || text[3] != ' ')
            return Iso(text, out unixSeconds);
        if (text[15] == ' ' && (Known(text, 15, out unixSeconds) || WithoutYear(text, out unixSeconds)))
            return 16;
        unixSeconds = 0;
        return 0;
    }

    private int Iso(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)' ' or (byte)'T'))
            return 0;
        var length = 19;
        if (text[length] is (byte)'.' or (byte)',')
            for (length++; length < text.Length && char.IsAsciiDigit((char)text[length]);)
                length++;
        var zoneAt = length;
        if (length < text.Length && text[length] == 'Z')
            length++;
        else if (length + 6 <= text.Length && text[length] is (byte)'+' or (byte)'-' && text[length + 3] == ':')
            length += 6;
        else if (length + 5 <= text.Length && text[length] is (byte)'+' or (byte)'-')
            length += 5;
        else if (length + 6 <= text.Length && text[length] == ' ' && text[length + 1] is (byte)'+' or (byte)'-' && Digits.Four(text, length + 2) >= 0)
            (zoneAt, length) = (length + 1, length + 6);
        // Fractions differ from line to line; only the second and the zone are compared.
        if (!Known(text[..19], text[zoneAt..length], out unixSeconds) && !WithYear(text, text[zoneAt..length], out unixSeconds))
            return 0;
        return WithBlank(text, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CTime(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        if (text.Length < 25 || text[3] != ' ' || text[24] != ' ')
            return 0;
        return Known(text, 24, out unixSeconds) || OfCTime(text, out unixSeconds) ? 25 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CommonLog(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        if (text.Length < 28 || text[0] != '[' || text[27] != ']')
            return 0;
        return Known(text[1..], 26, out unixSeconds) || OfCommonLog(text, out unixSeconds) ? WithBlank(text, 28) : 0;
    }

    private bool OfCTime(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        var (month, day, second, year) = (CivilTime.Month(text[4..]), Digits.Two(text, 8), Digits.SecondOfDay(text, 11), Digits.Four(text, 20));
        if (month == 0 || day is < 1 or > 31 || second < 0 || !CivilTime.IsYear(year))
            return false;
        unixSeconds = clock.ToUnix((CivilTime.Days(year, month, day) * CivilTime.Day) + second);
        return Remember(text[..24], unixSeconds);
    }

    private bool OfCommonLog(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        var (day, month, year, second) = (Digits.Two(text, 1), CivilTime.Month(text[4..]), Digits.Four(text, 8), Digits.SecondOfDay(text, 13));
        if (month == 0 || day is < 1 or > 31 || second < 0 || !CivilTime.IsYear(year) || !Offset(text[22..27], out var offset))
            return false;
        unixSeconds = (CivilTime.Days(year, month, day) * CivilTime.Day) + second - offset;
        return Remember(text[1..27], unixSeconds);
    }

    private bool WithoutYear(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        var (month, day, second) = (CivilTime.Month(text), Digits.Two(text, 4), text[6] == ' ' ? Digits.SecondOfDay(text, 7) : -1);
        if (month == 0 || day is < 1 or > 31 || second < 0)
            return false;
        unixSeconds = clock.ToUnix(years.Complete(month, day, second));
        return Remember(text[..15], unixSeconds);
    }

    private bool WithYear(ReadOnlySpan<byte> text, ReadOnlySpan<byte> offsetText, out long unixSeconds)
    {
        unixSeconds = 0;
        var (year, month, day, second) = (Digits.Four(text, 0), Digits.Two(text, 5), Digits.Two(text, 8), Digits.SecondOfDay(text, 11));
        if (!CivilTime.IsYear(year) || month is < 1 or > 12 || day is < 1 or > 31 || second < 0)
            return false;
        var local = (CivilTime.Days(year, month, day) * CivilTime.Day) + second;
        if (offsetText.IsEmpty)
            unixSeconds = clock.ToUnix(local);
        else if (Offset(offsetText, out var offset))
            unixSeconds = local - offset;
        else
            return false;
        offsetText.CopyTo(lastBytes.AsSpan(19));
        text[..19].CopyTo(lastBytes);
        (lastLength, lastUnix) = (19 + offsetText.Length, unixSeconds);
        return true;
    }

    // "Z", "+0100" or "+01:00", in seconds east of Greenwich.
    private static bool Offset(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text is [(byte)'Z'])
            return true;
        if (text.Length < 5)
            return false;
        var (hours, minutes) = (Digits.Two(text, 1), Digits.Two(text, text.Length - 2));
        if (hours is < 0 or > 18 || minutes is < 0 or > 59 || text[0] is not ((byte)'+' or (byte)'-'))
            return false;
        seconds = ((hours * 3_600) + (minutes * 60)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    // A blank or nothing stands behind a stamp.
    private static int WithBlank(ReadOnlySpan<byte> text, int length) => text.Length == length ? length : text[length] == ' ' ? length + 1 : 0;

    // With a constant length the comparison is two or three instructions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Known(ReadOnlySpan<byte> text, int length, out long unixSeconds)
    {
        unixSeconds = lastUnix;
        return lastLength == length && text[..length].SequenceEqual(lastBytes.AsSpan(0, length));
    }

    private bool Known(ReadOnlySpan<byte> text, ReadOnlySpan<byte> offset, out long unixSeconds)
    {
        unixSeconds = lastUnix;
        return lastLength == text.Length + offset.Length && text.SequenceEqual(lastBytes.AsSpan(0, text.Length))
            && offset.SequenceEqual(lastBytes.AsSpan(text.Length, offset.Length));
    }

    private bool Remember(ReadOnlySpan<byte> text, long unixSeconds)
    {
        text.CopyTo(lastBytes);
        (lastLength, lastUnix) = (text.Length, unixSeconds);
        return true;
    }
}
