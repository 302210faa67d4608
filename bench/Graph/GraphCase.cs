using System.Globalization;
using System.Text;
using Metrics.Bench.Peers;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Bench.Graph;

/// <summary>The same series in a store of ours and in a database of rrdtool's, and the same picture asked of both.</summary>
internal sealed class GraphCase : IDisposable
{
    private static readonly DateTimeOffset End = new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Steps a row in the archives of both: those of MRTG.</summary>
    public static readonly int[] Rollups = [1, 6, 24, 288];

    private readonly string directory = Directory.CreateTempSubdirectory("metrics-bench-graph-").FullName;
    private readonly RoundRobinStore store;
    private readonly RrdToolPipe rrdtool;
    private readonly string graphCommand;

    /// <param name="name">What the table calls it.</param>
    /// <param name="series">How many series.</param>
    /// <param name="rows">How many values each has.</param>
    /// <param name="step">Seconds between them.</param>
    /// <param name="plotWidth">Width of rrdtool's plot; its picture is 97 wider.</param>
    /// <param name="plotHeight">Height of rrdtool's plot; its picture is 82 higher with two legend rows.</param>
    /// <param name="rrdtool">The running rrdtool.</param>
    public GraphCase(string name, int series, int rows, int step, int plotWidth, int plotHeight, RrdToolPipe rrdtool)
    {
        Name = name;
        this.rrdtool = rrdtool;
        store = RoundRobinStore.Open(Path.Combine(directory, "store"));
        Renderer = new GraphRenderer(store, TimeZoneInfo.Utc, TimeProvider.System);
        var end = End.ToUnixTimeSeconds() / step * step;
        var start = end - (rows - 1L) * step;
        var values = Enumerable.Range(0, series).Select(s => Enumerable.Range(0, rows).Select(i => Value(s, i, rows)).ToArray()).ToArray();
        Definition = new("bench", "bench", "Traffic", GraphUnit.BitsPerSecond, [.. values.Select((v, s) => Store(s, v, start, step))]);
        Range = new("custom", TimeSpan.FromSeconds((double)rows * step), DateTimeOffset.FromUnixTimeSeconds(end));
        Options = new(plotWidth + 97, plotHeight + 82);
        var file = Path.Combine(directory, "peer.rrd");
        Fill(file, start, step, values);
        var lines = string.Join(' ', Enumerable.Range(0, series).Select(s =>
            $"DEF:v{s}={file}:d{s}:AVERAGE {(s == 0 ? "AREA" : "LINE2")}:v{s}#{0x30A0 + 0x2F3B1 * s & 0xFFFFFF:X6}:series{s}"));
        graphCommand = $"--start {start} --end {end} --width {plotWidth} --height {plotHeight} --vertical-label b/s {lines}";
    }

    public string Name { get; }

    public GraphRenderer Renderer { get; }

    public GraphDefinition Definition { get; }

    public GraphRange Range { get; }

    public PictureOptions Options { get; }

    /// <summary>Has librrd draw it in this process, into memory; returns the size of the picture.</summary>
    public long Librrd(string format) => Peers.Librrd.Graph(["--imgformat", format, .. graphCommand.Split(' ')]);

    /// <summary>Has rrdtool draw it; returns the size of the file.</summary>
    public long RrdTool(string format)
    {
        var picture = Path.Combine(directory, "peer." + format.ToLowerInvariant());
        rrdtool.Run($"graph {picture} --imgformat {format} {graphCommand}");
        return new FileInfo(picture).Length;
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static void Fill(string file, long start, int step, double[][] values)
    {
        var sources = values.Select((_, i) => $"DS:d{i}:GAUGE:{2 * step}:U:U");
        var archives = Rollups.Select(r => $"RRA:AVERAGE:0.5:{r}:{values[0].Length / r + 10}");
        Peers.Librrd.Create(file, start - step, step, [.. sources, .. archives]);
        var path = Encoding.UTF8.GetBytes(file + '\0');
        for (var row = 0; row < values[0].Length; row++)
        {
            var reading = string.Create(
                CultureInfo.InvariantCulture,
                $"{start + (long)row * step}:{string.Join(':', values.Select(v => v[row].ToString("R", CultureInfo.InvariantCulture)))}\0");
            Peers.Librrd.Update(path, Encoding.UTF8.GetBytes(reading));
        }
    }

    private GraphSeries Store(int number, double[] values, long start, int step)
    {
        var info = store.Define(new(SeriesName.Parse($"bench.s{number}"), new DataSource(DataSourceType.Gauge),
            new Schema(step, 2 * step,
                [.. Rollups.Select(r => new ArchiveDefinition(ConsolidationFunction.Average, r, values.Length / r + 10))]), new("bit/s")));
        store.Append([.. values.Select((v, i) => Reading.Of(info.Id, (start + (long)i * step) * 1_000_000, v))]);
        return new(info.Name, $"Series {number}", (SeriesColour)(number % 7), number == 0 ? SeriesShape.Area : SeriesShape.Line);
    }

    /// <summary>Daily waves with the jitter of real traffic.</summary>
    private static double Value(int series, int row, int rows)
    {
        var bits = ((ulong)row * 0x9E3779B97F4A7C15 + (ulong)series * 0xD1B54A32D192ED03) ^ 0x5851F42D4C957F2D;
        bits = (bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9;
        var noise = (bits >> 40) / (double)(1 << 24);
        return 1e6 * (60 + 10 * series + 40 * Math.Sin(row * 9.4 / rows + series) + 12 * noise);
    }
}
