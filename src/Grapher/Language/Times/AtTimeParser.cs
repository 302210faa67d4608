using System.Globalization;

namespace Metrics.Grapher.Language.Times;

/// <summary>Reads a time: a reference and an offset, as rrd_parsetime.c does.</summary>
/// <param name="tokens">The pieces of the text, the last one being its end.</param>
/// <param name="isMinute">Whether <c>m</c> is always minutes.</param>
internal sealed class AtTimeParser(IReadOnlyList<AtToken> tokens, bool isMinute)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] FullMonths =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] FullWeekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    // Numbers beyond this can be no date and no hour: they are seconds since the epoch.
    private const long FirstEpochNumber = 10 * 365 * 86_400;

    private int next;

    private AtToken Token => tokens[next];

    public AtTime Parse()
    {
        var time = Reference();
        if (IsSign("+") || IsSign("-"))
            time = new AtOffsetParser(tokens, next, isMinute).Parse(time, out next);
        if (Token.Kind != AtTokenKind.End)
            throw Fault("the end or an offset");
        return time;
    }

    private AtTime Reference()
    {
        if (IsSign("+") || IsSign("-"))
            return AtTime.Now;
        if (Token.Kind == AtTokenKind.Number)
            return FromNumber();
        switch (Token.Text)
        {
            case "now" or "n":
                next++;
                return AtTime.Now;
            case "start" or "s":
                return Relative(AtReference.Start);
            case "end" or "e":
                return Relative(AtReference.End);
            case "epoch":
                return Relative(AtReference.Epoch) with { EpochSeconds = 0 };
            case "midnight":
                return Named(0);
            case "noon":
                return Named(12);
            case "teatime":
                return Named(16);
        }
        if (Month(Token) is null)
            throw Fault("a date, a time of day, now, start, end, epoch or an offset");
        var time = Day(AtTime.Now);
        return Token.Kind == AtTokenKind.Number ? Clock(time) : time;
    }

    private AtTime Relative(AtReference reference)
    {
        next++;
        return IsSign("+") || IsSign("-") ? new AtTime { Reference = reference } : throw Fault("+ or - and an offset");
    }

    private AtTime Named(int hour)
    {
        next++;
        return Day(new AtTime { TimeOfDay = (hour, 0) });
    }

    /// <summary>A time of day with or without a day, or a day with or without a time of day. A date in numbers alone means its
    /// midnight.</summary>
    private AtTime FromNumber()
    {
        var time = Day(Clock(AtTime.Now));
        if (Token.Kind == AtTokenKind.Number && time.TimeOfDay is null)
            time = Clock(time);
        return time.TimeOfDay is null && time.Date is not null ? time with { TimeOfDay = (0, 0) } : time;
    }

    /// <summary>HH, HH:MM, HH.MM, with am or pm as wished; anything else is left alone.</summary>
    private AtTime Clock(AtTime time)
    {
        if (Token.Text.Length > 2 || tokens[next + 1] is { Kind: AtTokenKind.Sign, Text: "/" } || IsDateWithDots())
            return time;
        var at = next;
        var hour = (int)Number();
        var minute = 0;
        if (IsSign(":") || IsSign("."))
        {
            next++;
            if (Token.Kind != AtTokenKind.Number)
                throw Fault("minutes");
            minute = (int)Number(maximum: 59);
        }
        if (Token.Text is "am" or "pm")
        {
            if (hour > 12)
                throw new AtTimeException(tokens[at].Column, $"Found {hour}{Token.Text}; expected an hour from 0 to 12 before am and pm.");
            hour = hour % 12 + (Token.Text == "pm" ? 12 : 0);
            next++;
        }
        else if (hour > 23)
        {
            next = at; // a number that is no hour may still be a day
            return time;
        }
        return time with { TimeOfDay = (hour, minute) };
    }

    private bool IsDateWithDots() =>
        tokens[next + 1] is { Kind: AtTokenKind.Sign, Text: "." } && next + 3 < tokens.Count
            && tokens[next + 3] is { Kind: AtTokenKind.Sign, Text: "." };

    private AtTime Day(AtTime time)
    {
        if (Token.Kind == AtTokenKind.Number)
            return NumericDay(time);
        if (Token.Kind != AtTokenKind.Word)
            return time;
        if (Month(Token) is { } month)
        {
            next++;
            if (Token.Kind != AtTokenKind.Number)
                throw Fault("the day of the month");
            var day = (int)Number(1, 31);
            return time with { Date = (Token.Kind == AtTokenKind.Number ? Year() : null, month, day) };
        }
        var word = Token.Text;
        next++;
        return word switch
        {
            "today" => time,
            "yesterday" => time with { Days = -1 },
            "tomorrow" => time with { Days = 1 },
            _ when Index(word, Weekdays, FullWeekdays) is { } weekday => time with { Weekday = (DayOfWeek)weekday },
            _ => throw new AtTimeException(tokens[next - 1].Column, $"Found {tokens[next - 1]}; expected a day, a date or an offset."),
        };
    }

    /// <summary>Seconds since the epoch, YYYYMMDD, MM/DD[/[YY]YY] or DD.MM.[[YY]YY].</summary>
    private AtTime NumericDay(AtTime time)
    {
        var first = Token;
        var number = Number();
        if (number > FirstEpochNumber)
            return time with { Reference = AtReference.Epoch, EpochSeconds = number };
        if (number is > 19700101 and < 24000101)
            return time with { Date = Checked(first, (int)(number / 10_000), number / 100 % 100, number % 100) };
        if (!IsSign("/") && !IsSign("."))
            throw new AtTimeException(first.Column, $"Found {first}; expected a date, a time of day or seconds since the epoch.");
        var separator = Token.Text;
        next++;
        if (Token.Kind != AtTokenKind.Number)
            throw Fault(separator == "." ? "the month" : "the day of the month");
        var second = Number();
        int? year = null;
        if (IsSign(separator))
        {
            next++;
            if (Token.Kind != AtTokenKind.Number)
                throw Fault("the year");
            year = Year();
        }
        return time with { Date = separator == "." ? Checked(first, year, second, number) : Checked(first, year, number, second) };
    }

    private static (int?, int, int) Checked(AtToken at, int? year, long month, long day)
    {
        if (month is < 1 or > 12)
            throw new AtTimeException(at.Column, $"Found month {month} in a date; expected 1 to 12.");
        return day is >= 1 and <= 31
            ? (year, (int)month, (int)day)
            : throw new AtTimeException(at.Column, $"Found day {day} in a date; expected 1 to 31.");
    }

    /// <summary>Two digits are 1970 to 2069, three and more the year itself.</summary>
    private int Year()
    {
        var token = Token;
        var year = Number();
        return year switch
        {
            < 70 => (int)year + 2000,
            < 100 => (int)year + 1900,
            >= 1970 and <= 9998 => (int)year,
            _ => throw new AtTimeException(token.Column, $"Found year {token.Text}; expected 00 to 99 or 1970 to 9998."),
        };
    }

    private long Number(long minimum = 0, long maximum = long.MaxValue)
    {
        var token = tokens[next++];
        return long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum
            && number <= maximum
            ? number
            : throw new AtTimeException(token.Column, $"Found {token.Text}; expected a number from {minimum} to {maximum}.");
    }

    private bool IsSign(string sign) => Token.Kind == AtTokenKind.Sign && Token.Text == sign;

    private static int? Month(AtToken token) => token.Kind == AtTokenKind.Word ? Index(token.Text, Months, FullMonths) + 1 : null;

    private static int? Index(string word, string[] shortNames, string[] fullNames)
    {
        var index = Math.Max(Array.IndexOf(shortNames, word), Array.IndexOf(fullNames, word));
        return index < 0 ? null : index;
    }

    private AtTimeException Fault(string expected) => new(Token.Column, $"Found {Token}; expected {expected}.");
}
