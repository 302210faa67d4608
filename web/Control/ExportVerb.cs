using Metrics.RrdStore;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.Web.Control;

/// <summary>Writes series as databases or dumps of RRDtool.</summary>
internal static class ExportVerb
{
    /// <summary>Writes as few files as can hold the series: those of one step, the same archives and the same last reading share one.</summary>
    /// <exception cref="IOException">A file cannot be written, or is there already.</exception>
    public static void Export(RoundRobinStore store, IReadOnlyList<SeriesInfo> series, ExportRequest request, Action<ControlAnswer> send)
    {
        if (series.Count is 0 or > ExportRequest.MostSeries)
            throw new ControlRefusedException(
                $"{request.Name} would have {series.Count} series; 1 to {ExportRequest.MostSeries} go into one export of a name.");
        if (request.Name.Length == 0 || request.Name.AsSpan().ContainsAny('/', '\0'))
            throw new ControlRefusedException("A file to export to needs a name without slashes.");
        ImportedSeries[] all = [.. series.Select(one => store.Export(one.Id))];
        if (all.FirstOrDefault(one => one.Last.UnixMicroseconds == 0) is { } empty)
            throw new ControlRefusedException($"{empty.Definition.Name} has no reading yet; there is nothing to export.");
        StoreVerbs.Make(request.Directory);
        var number = 0;
        foreach (var export in RrdExporter.ToFiles(all))
        {
            var name = ++number == 1 ? request.Name : $"{request.Name}-{number}";
            var path = Path.Combine(request.Directory, name + (request.IsXml ? ".xml" : ".rrd"));
            Write(export.File, path, request.IsXml);
            send(new ExportAnswer(path, [.. export.Notes.Select(NoteContract.Of)]));
        }
    }

    private static void Write(RrdFile file, string path, bool isXml)
    {
        using var stream = new FileStream(path, FileMode.CreateNew);
        try
        {
            if (isXml)
                RrdXmlWriter.Write(file, stream);
            else
                RrdWriter.Write(file, stream);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
