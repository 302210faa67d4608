using System.Globalization;
using System.Text;

namespace Metrics.Grapher.Tests.Language;

/// <summary>The same random rows as .rrd files for rrdtool and as arrays for us.</summary>
/// <remarks>Rows are restored from XML with few digits, so that both sides hold the same bits.</remarks>
internal static class OracleData
{
    public const long End = 1_793_500_200 - 1_793_500_200 % 25_200;
    public const int Rows = 500;

    /// <summary>Files and their steps; each has the data sources a, b and c.</summary>
    public static readonly (string File, int Step)[] Files = [("m", 60), ("n", 300), ("o", 420)];

    public static ArrayReader Write(string directory, RrdtoolPipe rrdtool, Random random)
    {
        var reader = new ArrayReader();
        foreach (var (file, step) in Files)
        {
            var columns = Enumerable.Range(0, 3).Select(_ => Column(random)).ToArray();
            for (var i = 0; i < 3; i++)
                reader.Add($"{file}.{"abc"[i]}", End - (long)Rows * step, step, [.. columns[i].Select(t => double.Parse(t, CultureInfo.InvariantCulture))]);
            File.WriteAllText(Path.Combine(directory, $"{file}.xml"), Xml(step, columns));
            rrdtool.Run("restore", "-f", $"{file}.xml", $"{file}.rrd");
        }
        return reader;
    }

    private static string[] Column(Random random)
    {
        var style = random.Next(4);
        var column = new string[Rows];
        var walk = 100.0;
        for (var i = 0; i < Rows; i++)
        {
            walk += random.NextDouble() * 10 - 5;
            var value = style switch
            {
                0 => random.Next(-5, 6),
                1 => Math.Round(walk, 2),
                2 => Math.Pow(10, random.Next(-6, 13)) * random.Next(1, 1000),
                _ => Math.Round(random.NextDouble() * 2 - 1, 5),
            };
            column[i] = random.Next(5) == 0 ? "NaN" : value.ToString("0.0000000000e+00", CultureInfo.InvariantCulture);
        }
        return column;
    }

    private static string Xml(int step, string[][] columns)
    {
        var xml = new StringBuilder($"<rrd><version>0003</version><step>{step}</step><lastupdate>{End}</lastupdate>");
        foreach (var name in "abc")
            xml.Append($"<ds><name>{name}</name><type>GAUGE</type><minimal_heartbeat>{2 * step}</minimal_heartbeat><min>NaN</min><max>NaN</max>"
                + "<last_ds>U</last_ds><value>0</value><unknown_sec>0</unknown_sec></ds>");
        xml.Append("<rra><cf>AVERAGE</cf><pdp_per_row>1</pdp_per_row><params><xff>0.5</xff></params><cdp_prep>");
        foreach (var _ in "abc")
            xml.Append("<ds><primary_value>0</primary_value><secondary_value>0</secondary_value><value>NaN</value><unknown_datapoints>0</unknown_datapoints></ds>");
        xml.Append("</cdp_prep><database>");
        for (var i = 0; i < Rows; i++)
            xml.Append("<row>").AppendJoin("", columns.Select(c => $"<v>{c[i]}</v>")).Append("</row>");
        return xml.Append("</database></rra></rrd>").ToString();
    }
}
