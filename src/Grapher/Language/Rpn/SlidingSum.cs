namespace Metrics.Grapher.Language.Rpn;

/// <summary>The sum of a window that moves along a column, in a time that does not depend on the window's length.</summary>
/// <remarks>Values leave the window by subtraction. The sum is kept in two doubles, the second holding what the first had to round
/// away (Knuth's TwoSum), so that nothing is left of a value that has gone; infinite values, which cannot be subtracted, are counted.</remarks>
internal struct SlidingSum
{
    private double high;
    private double low;
    private int finite;
    private int positive;
    private int negative;

    /// <summary>Unknown values in the window.</summary>
    public int Unknown { get; private set; }

    /// <summary>Known values in the window.</summary>
    public readonly int Known => finite + positive + negative;

    public readonly double Sum => (positive, negative) switch
    {
        (0, 0) => high + low,
        ( > 0, 0) => double.PositiveInfinity,
        (0, > 0) => double.NegativeInfinity,
        _ => double.NaN,
    };

    public void Enter(double value) => Change(value, value, 1);

    public void Leave(double value) => Change(value, -value, -1);

    private void Change(double value, double signed, int count)
    {
        switch (value)
        {
            case double.NaN:
                Unknown += count;
                break;
            case double.PositiveInfinity:
                positive += count;
                break;
            case double.NegativeInfinity:
                negative += count;
                break;
            default:
                finite += count;
                Add(signed);
                break;
        }
    }

    private void Add(double value)
    {
        var sum = high + value;
        var part = sum - high;
        low += high - (sum - part) + (value - part);
        high = sum;
        if (finite == 0)
            high = low = 0;
    }
}
