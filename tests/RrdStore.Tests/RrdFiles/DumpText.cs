using System.Globalization;
using System.Text;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>What <c>rrdtool dump --no-header</c> prints of a database, made from the model: the oracle of the reader.</summary>
internal static class DumpText
{
    public static string Of(RrdFile file)
    {
        var text = new StringBuilder();
        Line($"<!-- Round Robin Database Dump -->");
        Line($"<rrd>");
        Line($"\t<version>{file.Version:0000}</version>");
        Line($"\t<step>{file.StepSeconds}</step> <!-- Seconds -->");
        Line($"\t<lastupdate>{file.LastUnixSeconds}</lastupdate> <!-- {Time(file.LastUnixSeconds)} -->\n");
        foreach (var source in file.DataSources)
        {
            Line($"\t<ds>\n\t\t<name> {source.Name} </name>\n\t\t<type> {source.Type} </type>");
            if (source.Type == "COMPUTE")
                Line($"\t\t<cdef> {RrdExpression.ToText(source.Expression, [.. file.DataSources.Select(s => s.Name)])} </cdef>");
            else
                Line($"\t\t<minimal_heartbeat>{source.HeartbeatSeconds}</minimal_heartbeat>\n\t\t<min>{Number(source.Minimum)}</min>\n\t\t<max>{Number(source.Maximum)}</max>");
            Line($"\n\t\t<!-- PDP Status -->\n\t\t<last_ds>{source.LastReading}</last_ds>\n\t\t<value>{Number(source.PointSum)}</value>");
            Line($"\t\t<unknown_sec> {source.UnknownSeconds} </unknown_sec>\n\t</ds>\n");
        }
        Line($"\t<!-- Round Robin Archives -->");
        foreach (var archive in file.Archives)
        {
            Line($"\t<rra>\n\t\t<cf>{archive.Function}</cf>");
            Line($"\t\t<pdp_per_row>{archive.StepsPerRow}</pdp_per_row> <!-- {archive.StepsPerRow * file.StepSeconds} seconds -->\n");
            Line($"\t\t<params>\n\t\t<xff>{Number(archive.Parameters.Number(0))}</xff>\n\t\t</params>\n\t\t<cdp_prep>");
            foreach (var open in archive.Open)
            {
                Line($"\t\t\t<ds>\n\t\t\t<primary_value>{Number(open.Number(8))}</primary_value>\n\t\t\t<secondary_value>{Number(open.Number(9))}</secondary_value>");
                Line($"\t\t\t<value>{Number(open.Number(0))}</value>\n\t\t\t<unknown_datapoints>{open.Count(1)}</unknown_datapoints>\n\t\t\t</ds>");
            }
            Line($"\t\t</cdp_prep>\n\t\t<database>");
            for (var row = 0; row < archive.Rows; row++)
            {
                var end = file.EndSeconds(archive, row);
                var values = Enumerable.Range(0, file.DataSources.Length).Select(i => $"<v>{Number(archive[row, i])}</v>");
                Line($"\t\t\t<!-- {Time(end)} / {end} --> <row>{string.Concat(values)}</row>");
            }
            Line($"\t\t</database>\n\t</rra>");
        }
        Line($"</rrd>");
        return text.ToString().TrimEnd();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>C's <c>%0.10e</c>.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "inf" : "-inf";
        var text = number.ToString("e10", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('e') + 2;
        return text[..exponent] + text[exponent..].TrimStart('0').PadLeft(2, '0');
    }

    private static string Time(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
