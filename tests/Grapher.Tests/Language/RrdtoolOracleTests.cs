using System.Globalization;
using System.Text.RegularExpressions;
using Metrics.Grapher.Language;

namespace Metrics.Grapher.Tests.Language;

/// <summary>Random programs over random rows: every PRINT and every cell of the table is what Debian's rrdtool says.</summary>
public sealed partial class RrdtoolOracleTests
{
    private const string Zone = "America/New_York";
    private const int Programs = 3000;

    /// <summary>A legend makes rrdtool draw a picture, which takes its time: one program of so many has one.</summary>
    private const int LegendEach = 20;

    /// <summary>rrdtool keeps a piece of the legend in 200 bytes (FMT_LEG_LEN, rrd_graph.h), control words included: a longer one may be cut from here on.</summary>
    private const int CutLegend = 190;

    private static readonly GraphContext Context =
        new(DateTimeOffset.FromUnixTimeSeconds(OracleData.End), TimeZoneInfo.FindSystemTimeZoneById(Zone)) { FirstDayOfWeek = DayOfWeek.Sunday };

    [Fact]
    public void Random_programs_say_what_rrdtool_says()
    {
        // The same programs at each run, so that a change is judged by what it changed; another seed explores.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("METRICS_TEST_SEED"), out var given) ? given : 20_261_125;
        var directory = Directory.CreateTempSubdirectory("rrdgraph").FullName;
        using var rrdtool = new RrdtoolPipe(directory, Zone);
        ArrayReader? reader = null;
        var differences = new List<string>();
        for (var i = 0; i < Programs && differences.Count < 5; i++)
        {
            if (i % 500 == 0)
                reader = OracleData.Write(directory, rrdtool, new Random(seed + i));
            var program = new RandomProgram(seed + i);
            if (Guarded(() => Difference(rrdtool, reader!, program) ?? (i % LegendEach == 0 ? LegendDifference(rrdtool, reader!, program) : null)) is { } difference)
                differences.Add($"METRICS_TEST_SEED={seed}, program {i}:\n{program}\n{difference}");
        }
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        Directory.Delete(directory, recursive: true);
    }

    private static string? Guarded(Func<string?> difference)
    {
        try
        {
            return difference();
        }
        catch (Exception problem) when (problem is not InvalidOperationException)
        {
            return problem.ToString();
        }
    }

    private static string? Difference(RrdtoolPipe rrdtool, ArrayReader reader, RandomProgram program)
    {
        string[] range = ["-s", $"{program.Start}", "-e", $"{program.End}", "--step", $"{program.Step}"];
        var ours = GraphProgram.Parse([.. range, "-w", $"{program.Width}", .. program.Data, .. program.Exports, .. program.Prints]).Evaluate(reader, Context);

        var prints = rrdtool.Run(["graph", "/dev/null", .. range, "-w", $"{program.Width}", .. program.Data, .. program.Prints])
            .Split('\n')[1..^1];
        for (var i = 0; i < ours.Prints.Length; i++)
            if (!SamePrint(prints[i], ours.Prints[i]) && !IsPercentileByChance(program, program.Prints[i], ours))
                return $"{program.Prints[i]}\nrrdtool: \"{prints[i]}\"\nours:    \"{ours.Prints[i]}\"";

        var table = rrdtool.Run(["xport", "-t", .. range, "-m", $"{program.Width}", .. program.Data, .. program.Exports]);
        return Difference(table, ours.Table!);
    }

    /// <summary>The same prints as GPRINT: what <c>graphv</c> says of the legend, piece by piece.</summary>
    private static string? LegendDifference(RrdtoolPipe rrdtool, ArrayReader reader, RandomProgram program)
    {
        string[] range = ["-s", $"{program.Start}", "-e", $"{program.End}", "--step", $"{program.Step}", "-w", $"{program.Width}"];
        string[] legend = [.. program.Prints.Select(print => 'G' + print)];
        var ours = GraphProgram.Parse([.. range, .. program.Data, .. legend]).Evaluate(reader, Context).Elements.OfType<TextElement>().ToArray();
        var theirs = Legend().Matches(rrdtool.Run(["graphv", "/dev/null", .. range, .. program.Data, .. legend])).Select(m => m.Groups["text"].Value).ToArray();
        if (theirs.Length != ours.Length)
            return $"rrdtool's legend has {theirs.Length} pieces, ours {ours.Length}";
        for (var i = 0; i < ours.Length; i++)
        {
            var text = ours[i].Text.Text;
            if (theirs[i].Length >= CutLegend)
                text = text[..Math.Min(text.Length, theirs[i].Length)];
            if (!SamePrint(theirs[i], text)
                && !IsPercentileByChance(program, program.Prints[i], GraphProgram.Parse([.. range, .. program.Data]).Evaluate(reader, Context)))
                return $"{legend[i]}\nrrdtool: \"{theirs[i]}\"\nours:    \"{text}\"";
        }
        return null;
    }

    private static string? Difference(string xml, ExportTable ours)
    {
        var rows = Row().Matches(xml);
        if (rows.Count != ours.Rows)
            return $"rrdtool has {rows.Count} rows, ours {ours.Rows}";
        for (var row = 0; row < rows.Count; row++)
        {
            if (long.Parse(rows[row].Groups["t"].ValueSpan, CultureInfo.InvariantCulture) != ours.EndOf(row))
                return $"row {row} is {rows[row].Value} with rrdtool, {ours.EndOf(row)} ours";
            for (var column = 0; column < ours.Columns.Length; column++)
            {
                var theirs = rows[row].Groups["v"].Captures[column].Value;
                var value = ours.Columns[column].Values.Span[row];
                if (!Same(Parse(theirs), value))
                    return $"row {row} ({ours.EndOf(row)}) of {ours.Columns[column].Legend}: rrdtool {theirs}, ours {value:R}";
            }
        }
        return null;
    }

    private static double Parse(string text) => text.TrimStart('-') switch
    {
        "NaN" or "nan" => double.NaN,
        "inf" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>Ten digits are written; sums of many rows differ in the last bits.</summary>
    private static bool Same(double theirs, double ours) =>
        theirs.Equals(ours) || Math.Abs(theirs - ours) <= 1e-9 * Math.Max(Math.Abs(theirs), Math.Abs(ours)) + 1e-12;

    /// <summary>The same text with the same numbers. The sign of unknown and of zero depends on how the processor came to it.</summary>
    private static bool SamePrint(string theirs, string ours) =>
        theirs == ours || (Shape(theirs) == Shape(ours) && Number().Matches(theirs).Zip(Number().Matches(ours), (a, b) => Same(Value(a), Value(b))).All(same => same));

    private static string Shape(string text) => Number().Replace(text, "#").Replace(" ", "");

    private static double Value(Match number) => Parse(number.Value.ToLowerInvariant().TrimStart('+'));

    /// <summary>rrdtool prints memory that is not its own for PERCENTNAN of nothing, and its order of infinite values contradicts itself.</summary>
    private static bool IsPercentileByChance(RandomProgram program, string print, EvaluatedGraph ours)
    {
        var name = print.Split(':')[1];
        var definition = program.Data.Find(d => d.StartsWith($"VDEF:{name}=", StringComparison.Ordinal) && d.Contains(",PERCENT"));
        if (definition is null)
            return false;
        var column = ours.Columns[definition.Split('=', ',')[1]].Values.ToArray();
        return column.All(double.IsNaN) || column.Any(double.IsInfinity);
    }

    [GeneratedRegex("[-+]?(?:[0-9]+[.]?[0-9]*(?:[eE][-+][0-9]+)?|nan|inf)", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex("^legend\\[[0-9]+\\] = \"(?<text>.*)\"$", RegexOptions.Multiline)]
    private static partial Regex Legend();

    [GeneratedRegex("<row><t>(?<t>[0-9]+)</t>(?:<v>(?<v>[^<]*)</v>)+</row>")]
    private static partial Regex Row();
}
