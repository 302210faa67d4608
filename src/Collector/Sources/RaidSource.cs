using System.Text;

namespace Metrics.Collector;

/// <summary>Software RAID: /proc/mdstat, md(4) and Documentation/admin-guide/md.rst.</summary>
internal sealed class RaidSource(CollectorOptions options) : ISource
{
    /// <summary>Arrays sampled.</summary>
    internal const int MaximumArrays = 256;

    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "mdstat"));
    private NamedRows<RaidArray> arrays = new([]);

    public string Name => "raid";

    public void Discover(SeriesCatalog catalog)
    {
        var found = new List<(byte[] Name, string? Level)>();
        if (file.Exists)
        {
            var lines = new Lines(file.Read(catalog.Faults));
            while (lines.Next(out var line) && found.Count < MaximumArrays)
                if (TryHeader(line, out var name, out var rest))
                    found.Add((name.ToArray(), LevelOf(rest)));
        }
        var keys = SeriesKeys.Of([.. found.Select(a => Encoding.UTF8.GetString(a.Name))]);
        arrays = new([.. found.Select(a => (a.Name, new RaidArray(catalog, keys[Encoding.UTF8.GetString(a.Name)], Label.Of(a.Name), a.Level)))]);
    }

    public void Read(ReadingBatch readings)
    {
        if (arrays.Count == 0)
            return;
        RaidArray? array = null;
        var state = default(RaidState);
        var lines = new Lines(file.Read(readings.Faults));
        while (lines.Next(out var line))
        {
            if (TryHeader(line, out var name, out var rest))
            {
                array?.Add(readings, state);
                array = arrays.TryFind(name, out var found) ? found : null;
                state = RaidState.OfMembers(rest);
            }
            else if (line.IsEmpty || line[0] is not ((byte)' ' or (byte)'\t'))
            {
                array?.Add(readings, state);
                array = null;
            }
            else
            {
                state = state.With(line);
            }
        }
        if (array is null)
            return;
        // An empty line ends an array: without it what it lacks may have been cut off.
        array.Add(readings, RaidState.Unknown);
        readings.Faults.Add(file.Path, "is cut short.");
    }

    public void Dispose() => file.Dispose();

    /// <summary>Whether a line begins an array: <c>md0 : active raid1 sdb1[1] sda1[0]</c>.</summary>
    private static bool TryHeader(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> rest)
    {
        var colon = line.IndexOf(" : "u8);
        name = colon < 0 ? default : line[..colon];
        rest = colon < 0 ? default : line[(colon + 3)..];
        return colon > 0 && !char.IsWhiteSpace((char)line[0]) && !name.SequenceEqual("Personalities"u8);
    }

    private static string? LevelOf(ReadOnlySpan<byte> rest)
    {
        var fields = new Fields(rest);
        while (fields.Next(out var field))
            if (field.StartsWith("raid"u8) || field.SequenceEqual("linear"u8))
                return Label.Of(field);
        return null;
    }
}
