using Metrics.Grapher.Axes;
using Metrics.Grapher.Language.Text;
using Metrics.Grapher.Palette;
using Metrics.Grapher.Written;

namespace Metrics.Grapher.Layout;

/// <content>What only a text of the graph language has: lines at moments and marks along the plot.</content>
internal sealed partial class GraphLayouter
{
    /// <summary>The labels of the gridlines, the lowest first; empty where there is none.</summary>
    private string[] LabelsOf(ValueScale values)
    {
        var options = data.Written?.Options;
        var format = options is { LeftAxisFormat: { Length: > 0 } written } ? PrintFormat.Parse(written, out _) : null;
        var texts = new string[values.Steps + 1];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = options?.NoValueGrid == true || !values.HasLabel(i) ? ""
                : format?.Write(values.Tick(i), new MagnitudeScale(options!.Base)).Trim() ?? values.Label(i);
        return texts;
    }

    private void Written(WrittenMarks written)
    {
        foreach (var row in written.Ticks)
            Ticks(row);
        foreach (var rule in written.Rules)
        {
            if (rule.At < data.Start || rule.At > data.End)
                continue;
            var x = PlotScale.Sharp(scale.X(rule.At));
            marks.Add(new Rule(new(x, Plot.Top), new(x, Plot.Bottom), rule.Colour.TokenOf(), RuleStyle.Dashed));
            if (rule.Label.Length > 0)
                PlaceBeside(x, Plot.Top + 10, 4, (rule.Label, TextStyle.Note));
        }
    }

    /// <summary>Marks that touch become one, a pixel wide at least.</summary>
    private void Ticks(TickRow row)
    {
        var length = (float)Math.Min(1, Math.Abs(row.Fraction)) * Plot.Height;
        var (top, bottom) = row.Fraction < 0 ? (Plot.Top, Plot.Top + length) : (Plot.Bottom - length, Plot.Bottom);
        for (var i = 0; i < row.Buckets.Length; i++)
        {
            var first = row.Buckets[i];
            while (i + 1 < row.Buckets.Length && row.Buckets[i + 1] == row.Buckets[i] + 1)
                i++;
            var left = Math.Clamp(scale.X(data.EndOf(first) - data.BucketSeconds), Plot.Left, Plot.Right - 1);
            var right = Math.Clamp(scale.X(data.EndOf(row.Buckets[i])), left + 1, Plot.Right);
            marks.Add(new Fill(new(left, top, right, bottom), row.Colour.TokenOf()));
        }
    }
}
