namespace Metrics.Grapher.Layout;

/// <content>Where data is missing.</content>
internal sealed partial class GraphLayouter
{
    private void NoData(Box gap)
    {
        var half = TextLook.Of(TextStyle.NoData).Measure("no data") / 2 + 2;
        var middle = Math.Clamp((gap.Left + gap.Right) / 2, Plot.Left + half, Plot.Right - half);
        Place(LabelSpace.Make("no data", Tenth(middle), hasData ? Plot.Bottom - 6 : (Plot.Top + Plot.Bottom) / 2, Anchor.Middle,
            TextStyle.NoData));
    }

    /// <summary>The times for which no series has a value: hatched over the full height. Sparse graphs have none.</summary>
    private List<Box> FindGaps()
    {
        var found = new List<Box>();
        if (definition.Sparse)
            return found;
        var (from, to) = (Math.Max(data.Start, data.Begins), Math.Min(data.End, data.Now));
        var step = data.BucketSeconds;
        foreach (var series in data.Series)
            step = Math.Max(step, series.StepSeconds);
        // Mostly there is nothing to look for.
        var last = data.IsComplete ? data.Count - 1 : -1;
        for (var i = last + 1; i < data.Count; i++)
        {
            if (!data.IsKnown(i))
                continue;
            if (last < i - 1 && (last >= 0 || data.MomentOf(i) - from > 1.5 * step))
                Hatched(last < 0 ? from : data.MomentOf(last), data.MomentOf(i));
            last = i;
        }
        var newest = last < 0 ? from : data.MomentOf(last);
        if (to - newest > (data.Stale ? 0 : 3 * step))
            Hatched(newest, to);
        return found;

        void Hatched(double start, double end)
        {
            var (left, right) = (scale.X(Math.Max(start, from)), scale.X(Math.Min(end, to)));
            if (right - left >= 0.5f)
                found.Add(Plot with { Left = left, Right = right });
        }
    }
}
