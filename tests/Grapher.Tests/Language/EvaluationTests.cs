using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Grapher.Tests.Language;

public sealed class EvaluationTests
{
    private const double Unknown = double.NaN;
    private const long Start = 1_700_000_100; // a multiple of 300

    private static readonly GraphContext Context =
        new(DateTimeOffset.FromUnixTimeSeconds(Start + 1500), TimeZoneInfo.Utc) { Range = new TimeRange(Start, Start + 1500) };

    private static readonly ArrayReader Reader = new ArrayReader()
        .Add("a", Start, 300, 1, 2, Unknown, 4, 5)
        .Add("b", Start, 300, 10, 20, 30, 40, 50)
        .Add("eth0.in", Start, 300, 7, 7, 7, 7, 7)
        .Add("fine", Start, 60, [.. Enumerable.Range(1, 25).Select(i => i % 5 == 0 ? Unknown : (double)i)]);

    [Theory]
    [InlineData("a,0.5,+,ROUND", "2 3 nan 5 6")]
    [InlineData("a,-2.5,*,ROUND", "-3 -5 nan -10 -13")] // halves away from zero
    [InlineData("a,b,100,3,1,ROLL,POP,POP", "100 100 100 100 100")] // a,b,100 -> 100,a,b
    [InlineData("a,b,100,3,-1,ROLL,EXC,POP,EXC,POP", "1 2 nan 4 5")] // a,b,100 -> b,100,a
    [InlineData("b,INF,NEGINF,UNKN,4,SORT,POP,POP,EXC,POP", "-inf -inf -inf -inf -inf")]
    [InlineData("a,b,0,2,PERCENT", "nan nan nan nan nan")] // item 0 is none
    [InlineData("a,b,+,600,TREND", "nan 16.5 nan nan 49.5")] // of any series
    [InlineData("b,0.1,+,300,TREND,b,0.1,+,EQ", "1 1 1 1 1")]
    [InlineData("a,POP,5", "5 5 5 5 5")]
    [InlineData("a,0,PREV,IF,POP,PREV,a,ADDNAN", "1 3 3 7 12")]
    [InlineData("a,1,-0,/,MINNAN", "-inf -inf -inf -inf -inf")]
    [InlineData("NOW,a,POP", "1700001600 1700001600 1700001600 1700001600 1700001600")]
    public void An_expression_is_worked_out_row_by_row_on_paper(string expression, string expected)
    {
        var graph = GraphProgram.Parse($"DEF:a=a:AVERAGE\nDEF:b=b:AVERAGE\nCDEF:x={expression}\nXPORT:x").Evaluate(Reader, Context);
        var values = graph.Table!.Columns[0].Values.ToArray().Select(v => double.IsNaN(v) ? "nan" : double.IsNegativeInfinity(v) ? "-inf" : $"{v}");
        Assert.Equal(expected, string.Join(' ', values));
    }

    [Fact]
    public void A_coarse_variable_gives_each_fine_row_the_row_it_lies_in_and_PREV_the_one_before()
    {
        var graph = GraphProgram.Parse("DEF:f=fine:AVERAGE:step=1\nDEF:b=b:AVERAGE\nCDEF:x=f,POP,b\nCDEF:y=f,POP,PREV(b)").Evaluate(Reader, Context);
        Assert.Equal((60, Start), (graph.Columns["x"].StepSeconds, graph.Columns["x"].StartSeconds));
        Assert.Equal([10, 10, 10, 10, 10, 20], graph.Columns["x"].Values[..6].ToArray());
        Assert.Equal([Unknown, Unknown, Unknown, Unknown, Unknown, 10, 10], graph.Columns["y"].Values[..7].ToArray());
    }

    [Fact]
    public void Finer_rows_are_reduced_on_the_grid_of_the_epoch_and_cut_ones_are_unknown()
    {
        // 1,700,000,100 lies 60 s after a multiple of 120 s, so the first row of two is cut.
        var graph = GraphProgram.Parse("DEF:f=fine:AVERAGE:step=120:reduce=MAX").Evaluate(Reader, Context);
        var column = graph.Columns["f"];
        Assert.Equal(120, column.StepSeconds);
        Assert.Equal(0, column.StartSeconds % 120);
        Assert.True(column.StartSeconds <= Start);
        for (var i = 0; i < column.Values.Length; i++)
        {
            var (first, second) = (Minute(column.EndOf(i) - 60), Minute(column.EndOf(i)));
            var cut = column.EndOf(i) - 120 < Start || column.EndOf(i) > Start + 1560;
            Assert.Equal(cut ? Unknown : double.IsNaN(first) ? second : double.IsNaN(second) ? first : Math.Max(first, second), column.Values.Span[i]);
        }

        static double Minute(long end) => (end - Start) / 60 is >= 1 and <= 25 and var i && i % 5 != 0 ? i : Unknown;
    }

    [Fact]
    public void Shift_moves_by_whole_steps_what_is_drawn_above_and_worked_out_below()
    {
        var graph = GraphProgram.Parse(
            """
            DEF:a=a:AVERAGE
            CDEF:before=a,1,*
            LINE1:a#f00
            SHIFT:a:-700
            CDEF:after=a,1,*
            VDEF:first=a,FIRST
            """).Evaluate(Reader, Context);
        Assert.Equal(Start, graph.Columns["before"].StartSeconds);
        Assert.Equal(Start - 600, graph.Columns["after"].StartSeconds);
        Assert.Equal(Start - 600, graph.Values["first"].AtSeconds);
        Assert.Equal(Start - 600, Assert.IsType<ShapeElement>(graph.Elements[0]).Column!.StartSeconds);
    }

    [Fact]
    public void Elements_come_in_the_order_of_the_text_with_their_values()
    {
        var graph = GraphProgram.Parse(
            """
            DEF:a=a:AVERAGE
            VDEF:top=a,MAXIMUM
            AREA:a#3b7dd880#fff:In\l:gradheight=0
            STACK:a#0f0:more
            LINE2.5:top#123456:top:dashes=4,3:dash-offset=1:skipscale
            LINE:a::STACK
            TICK:a#00f:-0.2:ticks
            HRULE:top#888:limit
            VRULE:top#888
            TEXTALIGN:center
            GPRINT:top:%.0lf %s\r
            PRINT:a:MAX:%5.1lf|
            """).Evaluate(Reader, Context);
        var area = Assert.IsType<ShapeElement>(graph.Elements[0]);
        Assert.Equal((true, "#3b7dd880", "#ffffff", 0.0), (area.Style.IsArea, $"{area.Style.Colour}", $"{area.Style.SecondColour}", area.Style.GradientHeight));
        Assert.Equal(new LegendText("In", LegendBreak.Left), area.Style.Legend);
        Assert.True(Assert.IsType<ShapeElement>(graph.Elements[1]).Style is { IsArea: true, IsStacked: true });
        var line = Assert.IsType<ShapeElement>(graph.Elements[2]);
        Assert.Equal((2.5, 5.0, true), (line.Style.Width, line.Constant, line.Style.SkipsScale));
        Assert.Equal(new DashPattern([4, 3], 1), line.Style.Dashes);
        Assert.True(Assert.IsType<ShapeElement>(graph.Elements[3]).Style is { IsStacked: true, Colour: null });
        Assert.Equal(-0.2, Assert.IsType<TickElement>(graph.Elements[4]).Fraction);
        Assert.Equal(5, Assert.IsType<RuleElement>(graph.Elements[5]).Position);
        Assert.Equal(Start + 1500, Assert.IsType<RuleElement>(graph.Elements[6]).Position);
        Assert.Equal(TextAlignment.Center, Assert.IsType<AlignElement>(graph.Elements[7]).Alignment);
        Assert.Equal(new LegendText("5  ", LegendBreak.Right), Assert.IsType<TextElement>(graph.Elements[8]).Text);
        Assert.Equal(["  5.0|"], graph.Prints);
    }

    [Fact]
    public void A_data_source_of_a_file_is_the_series_it_was_imported_as()
    {
        var graph = GraphProgram.Parse("DEF:x=/var/lib/rrd/eth0.rrd:in:AVERAGE:daemon=unix\\:/run/x\nXPORT:x:heading").Evaluate(Reader, Context);
        Assert.Equal([7, 7, 7, 7, 7], graph.Table!.Columns[0].Values.ToArray());
        Assert.Equal("heading", graph.Table.Columns[0].Legend);
    }

    [Fact]
    public void Options_are_read_in_all_their_spellings_and_foreign_ones_are_noted()
    {
        var program = GraphProgram.Parse("--width=500 -h90 -t \"eth0 'in'\" --vertical-label b/s -l 0 -u 1e9 -r -o -X 6 -b 1024 -AJM -Y --slope-mode".Replace("-AJM", "-A -J -M"));
        Assert.Equal(
            new GraphOptions
            {
                Width = 500,
                Height = 90,
                Title = "eth0 'in'",
                VerticalLabel = "b/s",
                LowerLimit = 0,
                UpperLimit = 1e9,
                Rigid = true,
                Logarithmic = true,
                UnitsExponent = 6,
                Base = 1024,
                AltAutoscale = true,
                AltAutoscaleMin = true,
                AltAutoscaleMax = true,
            },
            program.Options);
        Assert.Equal(["--slope-mode is left out of account: it means nothing here."], program.Notes.Select(n => n.Problem));
    }

    [Theory]
    [InlineData("--legend-position", "south", false), InlineData("--legend-position", "west", true)]
    [InlineData("--x-grid", "none", false), InlineData("--x-grid", "HOUR:1:DAY:1:DAY:1:0:%X", true)]
    [InlineData("--left-axis-formatter", "numeric", false), InlineData("--left-axis-formatter", "timestamp", true)]
    public void What_a_value_of_an_option_means_nothing_is_noted(string option, string value, bool isNoted) => Assert.Equal(
        isNoted ? [$"{option} {value} is left out of account: it means nothing here."] : [],
        GraphProgram.Parse([option, value, "DEF:v=a:AVERAGE"]).Notes.Select(n => n.Problem));

    [Theory]
    [InlineData("%W %d %D %h %H %m %M %s %S %f", 987_654_321.5, "1 4 11 10 274 20 16460 54 987654 321")] // rrdtool 1.7.2
    [InlineData("%03s|%5.2S|%.1M|%09.2h|%5d|%.2s|%.3f|%.2W|%%", 987_654_321.5, "054|987654.32|16460.9|000010.34|    4|54.32|321.500|1.63|%")] // rrdtool 1.7.2
    [InlineData("%h.%m", -3_700_000, "-1.1")]
    public void Durations_are_cut_off(string format, double milliseconds, string expected)
    {
        var graph = GraphProgram.Parse(["DEF:a=a:AVERAGE", $"CDEF:x=a,POP,{milliseconds}", "VDEF:v=x,LAST", $"PRINT:v:{format}:valstrfduration"]).Evaluate(Reader, Context);
        Assert.Equal([expected], graph.Prints);
    }

    [Fact]
    public void Weeks_begin_on_Monday_unless_set_otherwise()
    {
        // Sunday 2023-11-12 00:00 to Wednesday, in steps of 6 hours.
        const long sunday = 1_699_747_200;
        var reader = new ArrayReader().Add("d", sunday, 21_600, new double[12]);
        var program = GraphProgram.Parse("DEF:d=d:AVERAGE\nCDEF:w=d,POP,NEWWEEK");
        var context = Context with { Range = new TimeRange(sunday, sunday + 3 * 86_400) };
        Assert.Equal(sunday + 86_400, FirstOne(program.Evaluate(reader, context).Columns["w"]));
        Assert.Equal(sunday + 7 * 86_400, FirstOne(program.Evaluate(reader, context with { Range = new TimeRange(sunday, sunday + 8 * 86_400), FirstDayOfWeek = DayOfWeek.Sunday }).Columns["w"]));

        static long FirstOne(GraphColumn column) => column.EndOf(Array.IndexOf(column.Values.ToArray(), 1));
    }

    [Fact]
    public void One_program_may_be_evaluated_by_many_threads()
    {
        var program = GraphProgram.Parse("DEF:a=a:AVERAGE\nDEF:b=b:AVERAGE\nCDEF:x=a,b,ADDNAN,PREV,ADDNAN,b,600,TREND,MAXNAN\nVDEF:v=x,LAST\nPRINT:v:%lf");
        var prints = new string[64];
        Parallel.For(0, prints.Length, i => prints[i] = program.Evaluate(Reader, Context).Prints[0]);
        Assert.Equal(["162.000000"], prints.Distinct());
    }
}
