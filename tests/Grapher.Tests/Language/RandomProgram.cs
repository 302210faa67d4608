using System.Globalization;
using System.Text;

namespace Metrics.Grapher.Tests.Language;

/// <summary>A random text of the graph language that rrdtool and we must agree on.</summary>
/// <remarks>Left out are only the known differences: ROUND, which rrdtool has from 1.8 on; ROLL and item 0 of PERCENT, which read foreign memory
/// in rrdtool, as PERCENTNAN does of unknown values only; SORT, MEDIAN and PERCENT of infinite values, which rrdtool
/// orders by chance; numbers of more than two decimals, which rrdtool reads with a wrong last bit; TREND and PREDICT of more
/// than a variable; reduce=AVERAGE, whose rows rrdtool also gives to DEFs without reduce; NOW.</remarks>
internal sealed class RandomProgram
{
    private static readonly string[] Unary = ["SIN", "COS", "LOG", "EXP", "SQRT", "ATAN", "FLOOR", "CEIL", "RAD2DEG", "DEG2RAD", "ABS", "UN", "ISINF"];
    private static readonly string[] Binary =
        ["+", "-", "*", "/", "%", "ADDNAN", "POW", "ATAN2", "LT", "LE", "GT", "GE", "EQ", "NE", "MIN", "MAX", "MINNAN", "MAXNAN"];
    private static readonly string[] Nullary =
        ["UNKN", "INF", "NEGINF", "PREV", "COUNT", "TIME", "LTIME", "STEPWIDTH", "NEWDAY", "NEWWEEK", "NEWMONTH", "NEWYEAR"];
    private static readonly string[] Sets = ["AVG", "SMIN", "SMAX", "REV", "COPY"];
    private static readonly string[] Aggregates =
        ["MAXIMUM", "MINIMUM", "AVERAGE", "STDEV", "TOTAL", "FIRST", "LAST", "LSLSLOPE", "LSLINT", "LSLCORREL", "PERCENT", "PERCENTNAN"];
    private static readonly string[] Formats =
    [
        "%lf", "%le", "%lg", "%6.2lf", "%-12.3le|", "%+.0lf", "%010.4lf", "% .3lg", "%.10lg", "%#.3lg", "%lE", "%G", "%.1lf %s", "%8.3lf%s", "%.2lf%S", "%5.1le %S", "a%%%lfb",
    ];

    private readonly Random random;
    private readonly bool oneStep;
    private readonly List<string> series = [];
    private readonly List<string> numbers = [];

    public RandomProgram(int seed)
    {
        random = new Random(seed);
        // Programs of one step go through other paths than those that mix steps.
        oneStep = random.Next(2) == 0;
        Build();
    }

    public List<string> Data { get; } = [];

    public List<string> Prints { get; } = [];

    public List<string> Exports { get; } = [];

    public long Start { get; private set; }

    public long End { get; private set; }

    public int Step { get; private set; }

    public int Width { get; private set; }

    private void Build()
    {
        End = OracleData.End - random.Next(0, 5) * random.Next(1, 900);
        Start = End - random.Next(4_300, 20_000);
        Step = random.Next(4) switch { 0 => random.Next(1, 2000), _ => 1 };
        Width = random.Next(3) == 0 ? random.Next(10, 60) : 400;
        var only = random.Next(OracleData.Files.Length);
        for (var i = 0; i < 3; i++)
        {
            var (file, _) = OracleData.Files[oneStep ? only : random.Next(OracleData.Files.Length)];
            var function = Pick("AVERAGE", "AVERAGE", "MIN", "MAX", "LAST");
            var reduce = random.Next(4) == 0 ? $":reduce={Pick("MIN", "MAX", "LAST")}" : "";
            Data.Add($"DEF:v{i}={file}.rrd:{Pick("a", "b", "c")}:{function}{reduce}");
            series.Add($"v{i}");

            // What looks at other rows than its own gets a column that reaches further, since rrdtool reads whatever lies beside the data.
            Data.Add($"DEF:w{i}={file}.rrd:{Pick("a", "b", "c")}:AVERAGE:start={Start - 12_000}:end={End + 2_000}");
        }
        for (var i = 0; i < 4; i++)
        {
            if (random.Next(3) == 0)
                AddVdef($"d{i}", Aggregates[..^2]);
            Data.Add($"CDEF:c{i}={Expression()}");
            series.Add($"c{i}");
        }
        // Compared, but not used further: the last bit of a deviation differs at times, and % makes much of it.
        Data.Add($"CDEF:s={Pick([.. series])},{Pick([.. series])},{Pick([.. series])},3,STDEV");
        Exports.Add("XPORT:s:s");
        foreach (var name in series)
            Exports.Add($"XPORT:{name}:{name}");
        for (var i = 0; i < 6; i++)
        {
            AddVdef($"p{i}", Aggregates);
            // A value that rrdtool makes up must not decide over the magnitude of those after it.
            var format = Data[^1].Contains(",PERCENT") ? "%lf" : Format();
            Prints.Add($"PRINT:{numbers[^1]}:{format}");
            if (random.Next(4) == 0)
                Prints.Add($"PRINT:{numbers[^1]}:%Y-%m-%d %H.%M.%S %j %U %V %W %a %B:strftime");
            Prints.Add($"PRINT:{Pick([.. series])}:{Pick("AVERAGE", "MIN", "MAX", "LAST")}:{Format()}");
        }
    }

    private void AddVdef(string name, string[] functions)
    {
        var function = Pick(functions);
        var percent = function.StartsWith("PERCENT", StringComparison.Ordinal) ? $"{random.Next(0, 101)}," : "";
        Data.Add($"VDEF:{name}={Pick([.. series])},{percent}{function}");
        numbers.Add(name);
    }

    private string Format() => Pick(Formats).Replace("%G", "%lG");

    private string Expression()
    {
        var tokens = new List<string> { Pick([.. series]) };
        var depth = 1;
        for (var left = random.Next(1, 14); left > 0 || depth > 1; left--)
        {
            if (left <= 0)
                depth -= Reduce(tokens);
            else
                depth += Grow(tokens, depth);
        }
        return string.Join(',', tokens);
    }

    private int Reduce(List<string> tokens)
    {
        tokens.Add(Pick(Binary));
        return 1;
    }

    private int Grow(List<string> tokens, int depth)
    {
        switch (random.Next(18))
        {
            case 0:
                tokens.Add(Pick(Unary));
                return 0;
            case 1 or 2 or 3 when depth > 1:
                tokens.Add(Pick(Binary));
                return -1;
            case 4 when depth > 2:
                tokens.Add(Pick("IF", "LIMIT"));
                return -2;
            case 5:
                tokens.Add(Pick(Nullary));
                return 1;
            case 6:
                tokens.Add($"PREV(w{random.Next(3)})");
                return 1;
            case 7 when depth > 1:
                return Set(tokens, Math.Min(depth, random.Next(1, 6)));
            case 8 when depth > 1:
                tokens.Add("EXC");
                return 0;
            case 9:
                tokens.Add(Pick("DUP", "DEPTH"));
                return 1;
            case 10:
                tokens.AddRange([$"{random.Next(1, depth + 1)}", "INDEX"]);
                return 1;
            case 11:
                tokens.AddRange([$"w{random.Next(3)}", $"{random.Next(0, 4000)}", Pick("TREND", "TRENDNAN")]);
                return 1;
            case 12:
                Predict(tokens);
                return 1;
            case 13 when numbers.Count > 0:
                tokens.Add(Pick([.. numbers]));
                return 1;
            case 14:
                tokens.Add(Number());
                return 1;
            case 15:
                return Ordered(tokens);
            default:
                tokens.Add(Pick([.. series]));
                return 1;
        }
    }

    private int Set(List<string> tokens, int count)
    {
        var set = Pick(Sets);
        tokens.AddRange([$"{count}", set]);
        return set switch { "REV" => 0, "COPY" => count, _ => 1 - count };
    }

    private int Ordered(List<string> tokens)
    {
        var count = random.Next(1, 6);
        tokens.AddRange(Enumerable.Range(0, count).Select(_ => $"v{random.Next(3)}"));
        switch (random.Next(3))
        {
            case 0:
                tokens.AddRange([$"{count}", "SORT"]);
                return count;
            case 1:
                tokens.AddRange([$"{count}", "MEDIAN"]);
                return 1;
        }
        tokens.AddRange([$"{random.Next(60 / count + 1, 101)}", $"{count}", "PERCENT"]);
        return 1;
    }

    private void Predict(List<string> tokens)
    {
        var shifts = random.Next(1, 4);
        if (random.Next(2) == 0)
            tokens.AddRange([$"{random.Next(60, 3000)}", $"-{shifts}"]);
        else
            tokens.AddRange([.. Enumerable.Range(0, shifts).Select(_ => $"{random.Next(60, 3000)}"), $"{shifts}"]);
        tokens.Add($"{random.Next(0, 2000)}");
        var kind = Pick("PREDICT", "PREDICTSIGMA", "PREDICTPERC");
        if (kind == "PREDICTPERC")
            tokens.Add($"{random.Next(-100, 101)}");
        tokens.AddRange([$"w{random.Next(3)}", kind]);
    }

    private string Number() => random.Next(3) switch
    {
        0 => $"{random.Next(-3, 11)}",
        1 => (random.NextDouble() * 100).ToString("0.##", CultureInfo.InvariantCulture),
        _ => $"{random.Next(1, 9)}e{random.Next(-2, 7)}",
    };

    private string Pick(params string[] items) => items[random.Next(items.Length)];

    public override string ToString() =>
        new StringBuilder().Append($"-s {Start} -e {End} --step {Step} -w {Width}").AppendJoin("", Data.Concat(Exports).Concat(Prints).Select(s => $"\n{s}")).ToString();
}
