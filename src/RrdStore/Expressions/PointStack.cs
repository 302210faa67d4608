namespace Metrics.RrdStore.Expressions;

/// <summary>The stack that an expression works on.</summary>
/// <param name="room">Its memory, which bounds it.</param>
internal ref struct PointStack(Span<double> room)
{
    private readonly Span<double> room = room;
    private int depth;

    /// <summary>Numbers on it.</summary>
    public readonly int Depth => depth;

    /// <summary>The number on top.</summary>
    public readonly double Top => room[depth - 1];

    /// <summary>Adds a number.</summary>
    /// <returns>False when there is no room.</returns>
    public bool Push(double value)
    {
        if (depth == room.Length)
            return false;
        room[depth++] = value;
        return true;
    }

    /// <summary>Lets an operator take its numbers and give what it makes of them.</summary>
    /// <returns>False when it finds too few, a count that is none, or no room.</returns>
    public bool Apply(RpnCode code) => code switch
    {
        RpnCode.Infinity => Push(double.PositiveInfinity),
        RpnCode.NegativeInfinity => Push(double.NegativeInfinity),
        RpnCode.Unknown => Push(double.NaN),
        RpnCode.Depth => Push(depth),
        RpnCode.Duplicate => depth >= 1 && Push(room[depth - 1]),
        RpnCode.Pop => TryPop(out _),
        RpnCode.Exchange => depth >= 2 && Reverse(2),
        RpnCode.Copy => TryPopCount(out var count) && Copy(count),
        RpnCode.Index => TryPopCount(out var count) && count > 0 && Push(room[depth - count]),
        RpnCode.Roll => TryPop(out var by) && TryPopCount(out var count) && Roll(count, by),
        RpnCode.Sort => TryPopCount(out var count) && Sort(count),
        RpnCode.Reverse => TryPopCount(out var count) && Reverse(count),
        RpnCode.Percent => TryPop(out var count) && TryPop(out var percent) && Push(count) && TryPopCount(out var many)
            && Replace(many, PointOperators.Percentile(Last(many), percent)),
        RpnCode.Average or RpnCode.Smallest or RpnCode.Largest or RpnCode.Median or RpnCode.Deviation =>
            TryPopCount(out var count) && Replace(count, PointOperators.Of(code, Last(count))),
        RpnCode.If or RpnCode.Limit => depth >= 3 && Replace(3, PointOperators.Of(code, room[depth - 3], room[depth - 2], room[depth - 1])),
        _ => depth >= 1 && (Replace(1, PointOperators.Of(code, room[depth - 1]))
            || depth >= 2 && Replace(2, PointOperators.Of(code, room[depth - 2], room[depth - 1]))),
    };

    private readonly Span<double> Last(int count) => room.Slice(depth - count, count);

    private bool TryPop(out double value)
    {
        value = depth > 0 ? room[depth - 1] : double.NaN;
        return depth > 0 && depth-- > 0;
    }

    // How many of those that are left below it; a fraction is cut off.
    private bool TryPopCount(out int count)
    {
        var isThere = TryPop(out var value) && value > -1 && value < depth + 1;
        count = isThere ? (int)value : 0;
        return isThere;
    }

    private bool Replace(int count, double? value)
    {
        if (value is not { } made)
            return false;
        depth -= count;
        return Push(made);
    }

    private bool Copy(int count)
    {
        if (depth + count > room.Length)
            return false;
        Last(count).CopyTo(room[depth..]);
        depth += count;
        return true;
    }

    // Upwards by so many places; those that leave at the top come in below. rrdtool 1.7 reads beyond the stack here; its manual is followed.
    private readonly bool Roll(int count, double by)
    {
        if (!double.IsFinite(by))
            return false;
        if (count == 0)
            return true;
        var values = Last(count);
        var up = (int)((Math.Truncate(by) % count + count) % count);
        values.Reverse();
        values[..up].Reverse();
        values[up..].Reverse();
        return true;
    }

    private readonly bool Sort(int count)
    {
        Last(count).Sort();
        return true;
    }

    private readonly bool Reverse(int count)
    {
        Last(count).Reverse();
        return true;
    }
}
