using System.Collections.Immutable;
using System.Text;
using Metrics.Grapher.Axes;
using Metrics.Grapher.Layout;
using Metrics.Grapher.Pens;

namespace Metrics.Grapher;

/// <summary>What an interface carries now, as a bar for each direction on a scale that ends at the speed of the line: bwbar's
/// heir.</summary>
/// <param name="Name">Name in URLs and in the ids of its markup.</param>
/// <param name="Interface">The interface: "eth0". Text from outside; every pen escapes it.</param>
/// <param name="Speed">Bits per second of the line; NaN where unknown, then the scale ends at a round value above all.</param>
/// <param name="Lanes">The directions, from the top.</param>
public sealed record BandwidthBar(string Name, string Interface, double Speed, ImmutableArray<BandwidthLane> Lanes)
    : Figure(Name, Interface + " bandwidth")
{
    private const int TextCells = 40;

    /// <inheritdoc/>
    public override string Sentence
    {
        get
        {
            var text = new StringBuilder($"{Interface} now:");
            foreach (var lane in Lanes)
                text.Append($" {lane.Label.ToLowerInvariant()} {ValueFormat.Format(lane.Now, GraphUnit.BitsPerSecond)}{(lane == Lanes[^1] ? "" : ",")}");
            text.Append(Speed > 0 ? $", of {ValueFormat.Format(Speed, GraphUnit.BitsPerSecond)}." : ".");
            foreach (var lane in Lanes)
                if (!double.IsNaN(lane.Highest))
                    text.Append($" Highest {lane.Label.ToLowerInvariant()} in the last minute {ValueFormat.Format(lane.Highest, GraphUnit.BitsPerSecond)}.");
            foreach (var lane in Lanes)
                if (!double.IsNaN(lane.Percentile95))
                    text.Append($" 95th percentile {lane.Label.ToLowerInvariant()} {ValueFormat.Format(lane.Percentile95, GraphUnit.BitsPerSecond)}.");
            return text.ToString();
        }
    }

    /// <summary>The value at the right end, in bits per second.</summary>
    internal double Full => Speed > 0 ? Speed : ValueScale.For(0, Lanes.SelectMany(l => (double[])[l.Now, l.Highest, l.Percentile95])
        .Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Max(), GraphUnit.BitsPerSecond, true, 4).High;

    /// <summary>A line for each lane: <c>eth0  out [####      ]  169 Mb/s</c>, the last with the speed of the line.</summary>
    internal override string PlainText
    {
        get
        {
            var (shown, labels) = (TextPen.Printable(Interface),
                Lanes.Select(l => TextPen.Printable(l.Label.ToLowerInvariant())).ToArray());
            var values = Lanes.Select(l => ValueFormat.Format(l.Now, GraphUnit.BitsPerSecond)).ToArray();
            var (labelWidth, valueWidth) = (labels.Max(l => l.Length), values.Max(v => v.Length));
            var lines = Lanes.Select((lane, i) =>
            {
                var filled = double.IsNaN(lane.Now) ? 0 : (int)Math.Round(Math.Clamp(lane.Now / Full, 0, 1) * TextCells);
                var name = i == 0 ? shown : new string(' ', shown.Length);
                return $"{name}  {labels[i].PadRight(labelWidth)} [{new string('#', filled).PadRight(TextCells)}] {values[i].PadLeft(valueWidth)}";
            }).ToArray();
            lines[^1] += $"   {ValueFormat.Format(Full, GraphUnit.BitsPerSecond)}";
            return string.Join('\n', lines);
        }
    }

    internal override GraphLayout Lay(PictureOptions options) => BandwidthLayouter.Lay(this, options);
}
