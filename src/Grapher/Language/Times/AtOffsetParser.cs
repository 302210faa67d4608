using System.Globalization;

namespace Metrics.Grapher.Language.Times;

/// <summary>Reads the offset of a time: <c>-1d</c>, <c>+2weeks3days</c>, <c>-5mon1w2d</c>.</summary>
/// <param name="tokens">The pieces of the text.</param>
/// <param name="next">Where the offset begins: at a sign.</param>
/// <param name="isMinute">Whether <c>m</c> is always minutes.</param>
internal sealed class AtOffsetParser(IReadOnlyList<AtToken> tokens, int next, bool isMinute)
{
    private int next = next;

    private enum Unit
    {
        None,
        Second,
        Minute,
        Hour,
        Day,
        Week,
        Month,
        Year,
    }

    /// <summary>Reads signs, numbers and units as long as there are any; a number without a sign repeats the sign before it.</summary>
    public AtTime Parse(AtTime time, out int end)
    {
        var sign = 1;
        var previous = Unit.None;
        while (tokens[next].Kind == AtTokenKind.Number || tokens[next] is { Kind: AtTokenKind.Sign, Text: "+" or "-" })
        {
            if (tokens[next].Kind == AtTokenKind.Sign)
            {
                sign = tokens[next++].Text == "-" ? -1 : 1;
                previous = Unit.None;
            }
            var amount = Amount();
            previous = ReadUnit(amount, previous);
            time = Add(time, sign * amount, previous);
        }
        end = next;
        return time;
    }

    private long Amount()
    {
        var token = tokens[next];
        if (token.Kind != AtTokenKind.Number)
            throw new AtTimeException(token.Column, $"Found {token}; expected a number after + or -.");
        next++;
        return int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new AtTimeException(token.Column, $"Found {token.Text}; expected a number up to {int.MaxValue}.");
    }

    private Unit ReadUnit(long amount, Unit previous)
    {
        var token = tokens[next];
        if (token.Kind != AtTokenKind.Word)
            return Unit.Second;
        next++;
        return token.Text switch
        {
            "second" or "seconds" or "sec" or "s" => Unit.Second,
            "minute" or "minutes" or "min" => Unit.Minute,
            "hour" or "hours" or "hr" or "h" => Unit.Hour,
            "day" or "days" or "d" => Unit.Day,
            "week" or "weeks" or "wk" or "w" => Unit.Week,
            "month" or "months" or "mon" => Unit.Month,
            "year" or "years" or "yr" or "y" => Unit.Year,
            "m" => isMinute ? Unit.Minute : MonthOrMinute(amount, previous),
            _ => throw new AtTimeException(token.Column,
                $"Found {token}; expected s, min, h, d, w, mon, y or a longer name of these units."),
        };
    }

    /// <summary>"m" is of the same kind as the unit before it; alone, a small number are months.</summary>
    private static Unit MonthOrMinute(long amount, Unit previous) => previous switch
    {
        Unit.Day or Unit.Week or Unit.Month or Unit.Year => Unit.Month,
        Unit.Second or Unit.Minute or Unit.Hour => Unit.Minute,
        _ => amount < 6 ? Unit.Month : Unit.Minute,
    };

    private static AtTime Add(AtTime time, long amount, Unit unit) => unit switch
    {
        Unit.Year => time with { Years = time.Years + amount },
        Unit.Month => time with { Months = time.Months + amount },
        Unit.Week => time with { Days = time.Days + 7 * amount },
        Unit.Day => time with { Days = time.Days + amount },
        Unit.Hour => time with { Seconds = time.Seconds + 3600 * amount },
        Unit.Minute => time with { Seconds = time.Seconds + 60 * amount },
        _ => time with { Seconds = time.Seconds + amount },
    };
}
