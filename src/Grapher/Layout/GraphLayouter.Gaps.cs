namespace Metrics.Grapher.Layout;

/// <content>Where data is missing.</content>
internal sealed partial class GraphLayouter
{
    private void NoData(Box gap)
    {
        var half = TextLook.Of(TextStyle.NoData).Measure("no data") / 2 + 2;
        var middle = Math.Clamp((gap.Left + gap.Right) / 2, Plot.Left + half, Plot.Right - half);
        Place(LabelSpace.Make("no data", Tenth(middle), HasData ? Plot.Bottom - 6 : (Plot.Top + Plot.Bottom) / 2, Anchor.Middle, TextStyle.NoData));
    }

    /// <summary>The times for which no series has a value: hatched over the full height. Sparse graphs have none.</summary>
    private List<Box> FindGaps()
    {
        var found = new List<Box>();
        if (definition.Sparse)
            return found;
        var (from, to) = (Math.Max(data.Start, data.Begins), Math.Min(data.End, data.Now));
        double? last = null;
        var missing = false;
        var step = data.Series.Select(s => s.StepSeconds).Append(data.BucketSeconds).Max();
        for (var i = 0; i < data.Count; i++)
        {
            var moment = double.NaN;
            foreach (var series in data.Series)
                if (!double.IsNaN(series.Average[i]))
                    moment = Math.Max(double.IsNaN(moment) ? 0 : moment, data.MomentOf(series, i));
            if (double.IsNaN(moment))
            {
                missing = true;
                continue;
            }
            if (missing && (last is not null || moment - from > 1.5 * step))
                Hatched(last ?? from, moment);
            (last, missing) = (moment, false);
        }
        if (to - (last ?? from) > (data.Stale ? 0 : 3 * step))
            Hatched(last ?? from, to);
        return found;

        void Hatched(double start, double end)
        {
            var (left, right) = (scale.X(Math.Max(start, from)), scale.X(Math.Min(end, to)));
            if (right - left >= 0.5f)
                found.Add(Plot with { Left = left, Right = right });
        }
    }
}
