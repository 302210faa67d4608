using System.Buffers.Binary;
using System.Globalization;
using System.Security;
using System.Text;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Writes what <c>rrdtool restore</c> reads, in the layout of <c>rrdtool dump</c>: rrddump(1).</summary>
/// <remarks>Numbers carry all their digits, where RRDtool prints eleven. The microseconds of the last update have no place in it.</remarks>
public static class RrdXmlWriter
{
    // The smoothing window, the one optional parameter, came with it.
    private const int SmoothingVersion = 4;

    /// <summary>Writes a dump.</summary>
    /// <param name="file">What to write.</param>
    /// <param name="destination">Where to, as UTF-8; it stays open.</param>
    /// <exception cref="ArgumentException">The database contradicts itself or breaks a limit of <see cref="RrdLimits"/>.</exception>
    public static void Write(RrdFile file, Stream destination)
    {
        RrdFault.ThrowIfAny(file);
        using var text = new StreamWriter(destination, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        text.WriteLine("<rrd>");
        var version = RrdWriter.VersionOf(file);
        text.WriteLine($"\t<version>{version:0000}</version>");
        text.WriteLine($"\t<step>{file.StepSeconds}</step>");
        text.WriteLine($"\t<lastupdate>{file.LastUnixSeconds}</lastupdate> <!-- {Time(file.LastUnixSeconds)} -->");
        var names = file.DataSources.Select(source => source.Name).ToArray();
        foreach (var source in file.DataSources)
            Write(text, source, names);
        foreach (var archive in file.Archives)
            Write(text, file, archive, version);
        text.WriteLine("</rrd>");
    }

    private static void Write(StreamWriter text, RrdDataSource source, string[] names)
    {
        text.WriteLine("\t<ds>");
        text.WriteLine($"\t\t<name>{source.Name}</name>");
        text.WriteLine($"\t\t<type>{source.Type}</type>");
        if (source.IsComputed)
            text.WriteLine($"\t\t<cdef>{RrdExpression.ToText(source.Expression, names)}</cdef>");
        else
        {
            text.WriteLine($"\t\t<minimal_heartbeat>{source.HeartbeatSeconds}</minimal_heartbeat>");
            text.WriteLine($"\t\t<min>{RrdText.Of(source.Minimum)}</min>");
            text.WriteLine($"\t\t<max>{RrdText.Of(source.Maximum)}</max>");
        }
        text.WriteLine($"\t\t<last_ds>{SecurityElement.Escape(source.LastReading)}</last_ds>");
        text.WriteLine($"\t\t<value>{RrdText.Of(source.PointSum)}</value>");
        text.WriteLine($"\t\t<unknown_sec>{source.UnknownSeconds}</unknown_sec>");
        text.WriteLine("\t</ds>");
    }

    private static void Write(StreamWriter text, RrdFile file, RrdArchive archive, int version)
    {
        text.WriteLine("\t<rra>");
        text.WriteLine($"\t\t<cf>{archive.Function}</cf>");
        text.WriteLine($"\t\t<pdp_per_row>{archive.StepsPerRow}</pdp_per_row> <!-- {file.RowSeconds(archive)} seconds -->");
        text.WriteLine("\t\t<params>");
        foreach (var field in RrdFields.OfParameters(archive.Function))
            if (version >= SmoothingVersion || !field.IsOptional)
                Write(text, field, archive.Parameters);
        text.WriteLine("\t\t</params>");
        text.WriteLine("\t\t<cdp_prep>");
        foreach (var cells in archive.Open)
        {
            text.WriteLine("\t\t\t<ds>");
            foreach (var field in RrdFields.OfOpenRow(archive.Function))
                Write(text, field, cells);
            if (RrdFields.HasHistory(archive.Function))
                text.WriteLine($"\t\t\t<{RrdFields.History}>{History(archive, cells)}</{RrdFields.History}>");
            text.WriteLine("\t\t\t</ds>");
        }
        text.WriteLine("\t\t</cdp_prep>");
        text.WriteLine("\t\t<database>");
        for (var row = 0; row < archive.Rows; row++)
        {
            var end = file.EndSeconds(archive, row);
            text.Write($"\t\t\t<!-- {Time(end)} / {end} --> <row>");
            for (var i = 0; i < archive.Open.Length; i++)
                text.Write($"<v>{RrdText.Of(archive[row, i])}</v>");
            text.WriteLine("</row>");
        }
        text.WriteLine("\t\t</database>");
        text.WriteLine("\t</rra>");
    }

    private static void Write(StreamWriter text, RrdField field, in RrdCells cells)
    {
        var value = field.IsCount ? cells.Count(field.Cell).ToString(CultureInfo.InvariantCulture) : RrdText.Of(cells.Number(field.Cell));
        text.WriteLine($"\t\t\t<{field.Element}>{value}</{field.Element}>");
    }

    private static string History(RrdArchive archive, in RrdCells cells)
    {
        Span<byte> bytes = stackalloc byte[RrdLayout.CellsBytes];
        for (var i = 0; i < RrdCells.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * RrdLayout.CellBytes)..], cells[i]);
        var length = (int)Math.Min(archive.Parameters.Count(RrdFields.HistoryLength), RrdFields.HistoryMaximum);
        var digits = new StringBuilder(length);
        foreach (var violated in bytes[..length])
            digits.Append(violated == 0 ? '0' : '1');
        return digits.ToString();
    }

    // The calendar of a row before the year 1 has no text.
    private static string Time(long unixSeconds) =>
        unixSeconds < DateTimeOffset.MinValue.ToUnixTimeSeconds()
            ? "long ago"
            : DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
