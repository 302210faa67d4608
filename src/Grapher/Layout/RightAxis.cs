using Metrics.Grapher.Axes;
using Metrics.Grapher.Language;
using Metrics.Grapher.Language.Text;

namespace Metrics.Grapher.Layout;

/// <summary>The axis on the right that a text asks for: the gridlines of the left one, read in another unit.</summary>
/// <param name="Labels">The labels of the gridlines, the lowest first.</param>
/// <param name="Title">What stands above it: the prefix of its numbers, and what the text calls it.</param>
internal sealed record RightAxis(string[] Labels, string Title)
{
    /// <summary>Digits of a label: a scale may make any number of a round one.</summary>
    private const int Digits = 4;

    /// <summary>Width of the widest label.</summary>
    public float Width => Labels.Max(TextLook.Of(TextStyle.AxisValue).Measure);

    /// <summary>The axis, or null when the options ask for none.</summary>
    /// <param name="options">The text's options; null without a text.</param>
    /// <param name="left">The axis on the left.</param>
    public static RightAxis? Of(GraphOptions? options, ValueScale left)
    {
        if (options?.RightAxis is not { } axis)
            return null;
        var values = new double[left.Steps + 1];
        for (var i = 0; i < values.Length; i++)
            values[i] = left.Tick(i) * axis.Scale + axis.Shift;
        if (options.RightAxisFormat.Length > 0)
        {
            var format = PrintFormat.Parse(options.RightAxisFormat, out _)!;
            return new([.. values.Select(value => format.Write(value, new MagnitudeScale(options.Base)).Trim())], options.RightAxisLabel);
        }
        var prefix = UnitPrefix.For(values.Max(Math.Abs), options.Base == 1024 ? GraphUnit.Bytes : GraphUnit.Count);
        return new([.. values.Select(value => ValueFormat.Plain(value / prefix.Divisor, Digits))],
            $"{prefix.Symbol} {options.RightAxisLabel}".Trim());
    }
}
