namespace Metrics.Grapher.Language.Text;

/// <summary>The magnitude that <c>%s</c> chooses for a number and <c>%S</c> keeps for those after it.</summary>
/// <param name="numberBase">1000, or 1024 for bytes.</param>
internal sealed class MagnitudeScale(double numberBase)
{
    private const string Symbols = "afpnum kMGTPE";
    private const int Middle = 6;

    // Not positive: none chosen yet.
    private double factor = -1;
    private string symbol = "";

    /// <summary>Scales a number by the magnitude that suits it.</summary>
    public (double Value, string Symbol) Choose(double value)
    {
        if (value == 0 || double.IsNaN(value))
        {
            (factor, symbol) = (1, " ");
            return (value, symbol);
        }
        var power = Math.Floor(Math.Log(Math.Abs(value)) / Math.Log(numberBase));
        factor = double.IsInfinity(power) ? 0 : Math.Pow(numberBase, power);
        symbol = power is >= -Middle and <= Middle ? Symbols[Middle + (int)power].ToString() : "?";
        return (value / factor, symbol);
    }

    /// <summary>Scales a number by the magnitude chosen before; chooses one where there is none. Zero chooses none for those after
    /// it.</summary>
    public (double Value, string Symbol) Keep(double value)
    {
        if (factor >= 0)
            return (value / factor, symbol);
        var chosen = Choose(value);
        if (value == 0)
            factor = -1;
        return chosen;
    }
}
