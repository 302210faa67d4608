using Metrics.Grapher.Language;
using Metrics.RrdStore;

namespace Metrics.Grapher.Tests.Language;

/// <summary>Whatever is wrong is told with its line and column, what was found and what was expected.</summary>
public sealed class BadInputTests
{
    private const long Start = 1_700_000_000 - 1_700_000_000 % 300;

    private static readonly GraphContext Context =
        new(DateTimeOffset.FromUnixTimeSeconds(Start + 3000), TimeZoneInfo.Utc) { Range = new TimeRange(Start, Start + 3000) };

    [Theory]
    [InlineData("DEF:x=net.eth0.in", 2, 18, "Found the end of DEF; expected \":\" and AVERAGE, MIN, MAX or LAST.")]
    [InlineData("DEF:x=net.eth0.in:MEAN", 2, 19, "Found \"MEAN\"; expected AVERAGE, MIN, MAX or LAST.")]
    [InlineData("DEF:x=:AVERAGE", 2, 7, "Found no series after =; expected its name.")]
    [InlineData("DEF:in=net.eth0.out:AVERAGE", 2, 5, "Found \"in\", which is defined above; expected a new name.")]
    [InlineData("DEF:x=net.eth0.in:AVERAGE:stop=3", 2, 27, "Found \"stop=\"; expected step, start, end, reduce or daemon; did you mean \"step\"?")]
    [InlineData("DEF:x=net.eth0.in:AVERAGE:start=11\\:77", 2, 37, "Found 77; expected a number from 0 to 59.")]
    [InlineData("DEF:a b=x:AVERAGE", 2, 6, "Found \" b=x\"; expected =.")]
    [InlineData("CDEF:x=in,8", 2, 8, "The expression leaves 2 values on the stack; it must leave 1.")]
    [InlineData("CDEF:x=in,+", 2, 11, "Stack underflow: \"+\" takes 2 values, found 1.")]
    [InlineData("CDEF:x=in,3,AVG", 2, 13, "Stack underflow: \"AVG\" takes 3 values, found 1.")]
    [InlineData("CDEF:x=in,in,AVG", 2, 14, "\"AVG\" takes a number as count, found a value that depends on the data.")]
    [InlineData("CDEF:x=in,-1,COPY", 2, 14, "\"COPY\" takes a count of at least 0, found -1.")]
    [InlineData("CDEF:x=in,0,INDEX", 2, 13, "\"INDEX\" takes a count of at least 1, found 0.")]
    [InlineData("CDEF:x=x,8,*", 2, 8, "Found \"x\", which is not defined above; expected a number, operator or variable.")]
    [InlineData("CDEF:x=inn,8,*", 2, 8, "Found \"inn\", which is not defined above; expected a number, operator or variable; did you mean \"in\"?")]
    [InlineData("CDEF:x=in,8,MUL", 2, 13, "Found \"MUL\", which is not defined above; expected a number, operator or variable.")]
    [InlineData("CDEF:x=in,PREV(out),+", 2, 11, "Found \"out\", which is not defined above; expected a DEF or CDEF.")]
    [InlineData("CDEF:x=1,2,+", 2, 8, "The expression uses no DEF or CDEF, so it has no rows; expected at least one.")]
    [InlineData("CDEF:x=in,,+", 2, 11, "Found \",+\"; expected a number or PREV( or an operator or a name of letters, digits, _ and -.")]
    [InlineData("CDEF:x=in;8", 2, 10, "Found \";8\"; expected")]
    [InlineData("CDEF:x=in,in,TREND", 2, 14, "\"TREND\" takes a number or a VDEF as window in seconds, found a series.")]
    [InlineData("CDEF:x=in,PREV,600,TREND", 2, 20, "\"TREND\" takes a series that is known as a whole, found one that depends on PREV.")]
    [InlineData("CDEF:x=in,101,1,PERCENT", 2, 17, "\"PERCENT\" takes a percentage from 0 to 100, found 101.")]
    [InlineData("VDEF:x=in,MAX", 2, 11, "Found \"MAX\"; expected a function of VDEF")]
    [InlineData("VDEF:x=in,PERCENT", 2, 11, "PERCENT takes a percentage before it.")]
    [InlineData("VDEF:x=in,150,PERCENT", 2, 11, "PERCENT takes a percentage from 0 to 100.")]
    [InlineData("VDEF:x=in,5,MAXIMUM", 2, 13, "MAXIMUM takes no number.")]
    [InlineData("VDEF:x=ni,MAXIMUM", 2, 8, "Found \"ni\", which is not defined above; expected a DEF or CDEF")]
    [InlineData("LINE1:in#12345", 2, 10, "Found \"12345\"; expected 3, 4, 6 or 8 hexadecimal digits.")]
    [InlineData("LINE1:in:In", 2, 10, "Found the legend \"In\" of a shape without colour; expected a colour, or no legend.")]
    [InlineData("LINEx:in#f00", 2, 5, "Found \"x\"; expected a number.")]
    [InlineData("LINE1:in#f00:In:STAK", 2, 17, "Found \"STAK\"; expected STACK, skipscale, dashes, dash-offset or the end.")]
    [InlineData("LINE1:in#f00:In\\q", 2, 16, "Found \"\\q\" at the end of a text; expected \\l, \\n, \\r, \\c, \\j, \\s, \\g or \\u.")]
    [InlineData("LINE1:in#f00::dashes=1,2,3", 2, 22, "Found the dashes \"1,2,3\"; expected 1 or an even number of lengths above 0.")]
    [InlineData("LINE1:<b>#f00", 2, 7, "Found \"<b>\", which is not defined above; expected a number or variable.")]
    [InlineData("STACK:in#f00", 2, 1, "Found STACK; expected a LINE or AREA before it.")]
    [InlineData("TICK:in", 2, 1, "Found no colour in TICK; expected # and a colour behind its value.")]
    [InlineData("TICK:in#f00:2", 2, 13, "Found 2 as length of a tick; expected -1 to 1.")]
    [InlineData("HRULE:in#f00", 2, 7, "Found \"in\", a series; expected a number or VDEF.")]
    [InlineData("PRINT:in:%lf", 2, 10, "Found \"%lf\"; expected AVERAGE, MIN, MAX or LAST.")]
    [InlineData("PRINT:in:MAX:%n%lf", 2, 14, "Found the format \"%n%lf\"; expected text with exactly one of %lf, %le or %lg")]
    [InlineData("PRINT:in:MAX:%s", 2, 14, "Found the format \"%s\"; expected text with exactly one of")]
    [InlineData("PRINT:in:MAX:%lf%lf", 2, 14, "Found the format \"%lf%lf\"; expected text with exactly one of")]
    [InlineData("PRINT:in:MAX:%999999999lf", 2, 14, "The format \"%999999999lf\" has a width or precision above 200.")]
    [InlineData("SHIFT:in:1.5", 2, 11, "Found \".5\"; expected")]
    [InlineData("XPORT:out", 2, 7, "Found \"out\", which is not defined above; expected a DEF or CDEF.")]
    [InlineData("TEXTALIGN:middle", 2, 11, "Found \"middle\"; expected left, right, center or justified.")]
    [InlineData("COMENT:hello", 2, 1, "Found \"COMENT\"; expected a statement; did you mean \"COMMENT\"?")]
    [InlineData("hello", 2, 1, "Found \"hello\"; expected a statement such as DEF, LINE or GPRINT.")]
    [InlineData("CDEF", 2, 5, "Found the end; expected :.")]
    [InlineData("--widht 500", 2, 1, "Found \"--widht\"; expected an option; did you mean \"width\"?")]
    [InlineData("--width", 2, 8, "Found the end; expected the value of --width.")]
    [InlineData("--width 5000", 2, 9, "Found 5000; expected 10 to 4000.")]
    [InlineData("--start yesterdy", 2, 9, "Found \"yesterdy\"; expected a date, a time of day, now, start, end, epoch or an offset.")]
    [InlineData("--title \"open", 2, 9, "The quote \" is not closed on its line.")]
    [InlineData("--base 12", 2, 8, "Found 12; expected 1000 or 1024.")]
    [InlineData("--right-axis 0:1", 2, 14, "Found 0:1; expected a scale that is not 0, a colon and a shift.")]
    [InlineData("--right-axis 2", 2, 15, "Found the end; expected :.")]
    [InlineData("--right-axis-format %d", 2, 21, "Found the format \"%d\"; expected text with exactly one of %lf, %le or %lg")]
    [InlineData("--y-grid 10", 2, 12, "Found the end; expected :.")]
    [InlineData("--y-grid 0:1", 2, 10, "Found 0:1; expected none, or a step above 0, a colon and a factor of 1 to 1000.")]
    [InlineData("--y-grid 1e999:1", 2, 10, "Found 1e999:1; expected none")]
    [InlineData("--left-axis-format %d", 2, 20, "Found the format \"%d\"; expected text with exactly one of %lf, %le or %lg")]
    [InlineData("--color BAK#000000", 2, 9, "Found \"BAK\"; expected an element of a picture; did you mean \"BACK\"?")]
    [InlineData("--color BACK#00000", 2, 14, "Found \"00000\"; expected 3, 4, 6 or 8 hexadecimal digits.")]
    public void A_mistake_is_told_with_its_place(string line, int atLine, int atColumn, string problem)
    {
        var fault = Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse($"DEF:in=net.eth0.in:AVERAGE\n{line}")).Faults[0];
        Assert.Equal(new TextPosition(atLine, atColumn), fault.At);
        Assert.StartsWith(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_and_each_once()
    {
        var faults = Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse(
            """
            DEF:in=net.eth0.in:MEAN
            CDEF:bits=in,8,*
            LINE1:bits#00g:In
            CDEF:x=bits,+
            """)).Faults;
        Assert.Equal([1, 3, 4], faults.Select(f => f.At.Line));
    }

    [Fact]
    public void An_unknown_series_is_told_with_the_nearest_known()
    {
        var program = GraphProgram.Parse("DEF:in=net.eht0.in:AVERAGE");
        var reader = new ArrayReader().Add("net.eth0.in", Start, 300, 1, 2, 3).Add("load.1", Start, 300, 1);
        var fault = Assert.Throws<GraphLanguageException>(() => program.Evaluate(reader, Context)).Faults[0];
        Assert.Equal("line 1, column 8: Found \"net.eht0.in\"; expected a series that is known; did you mean \"net.eth0.in\"?", fault.ToString());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3000, 0)]
    [InlineData(0, 4_000_000_000)]
    public void A_range_that_makes_no_sense_is_refused(long start, long end)
    {
        var program = GraphProgram.Parse("DEF:in=a:AVERAGE");
        Assert.Throws<GraphLanguageException>(() => program.Evaluate(
            new ArrayReader().Add("a", Start, 300, 1), Context with { Range = new TimeRange(start, end) }));
    }

    [Fact]
    public void A_megabyte_is_refused_before_it_is_read()
    {
        var text = new string('x', 1 << 20);
        var fault = Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse(text)).Faults[0];
        Assert.Equal("The text has 1,048,576 characters; at most 65,536 are taken.", fault.Problem);
    }

    [Fact]
    public void What_is_too_long_is_refused()
    {
        Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse("COMMENT:" + new string('x', GraphLimits.LineLength)));
        Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse(string.Concat(Enumerable.Repeat("COMMENT:x\n", GraphLimits.Statements + 1))));
        Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse("DEF:a=a:AVERAGE\nCDEF:b=a" + string.Concat(Enumerable.Repeat(",a,+", 300))));
        Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse("DEF:a=a:AVERAGE\nCDEF:b=a" + string.Concat(Enumerable.Repeat(",DUP", 300))));
    }

    [Fact]
    public void A_text_full_of_brackets_or_signs_is_only_a_mistake()
    {
        foreach (var hostile in (string[])["(", "PREV(", ",", ":", "\\", "#", "=", "%", "\"", "\0", "\uD800"])
            foreach (var head in (string[])["", "CDEF:x=", "COMMENT:", "PRINT:in:MAX:", "LINE1:in#", "DEF:x=", "VDEF:x=", "--title ", "--start "])
                Parse("DEF:in=a:AVERAGE\n" + head + string.Concat(Enumerable.Repeat(hostile, 4000 / hostile.Length - 20)));

        static void Parse(string text)
        {
            try
            {
                GraphProgram.Parse(text);
            }
            catch (GraphLanguageException fault)
            {
                Assert.NotEmpty(fault.Faults);
            }
        }
    }

    [Fact]
    public void Work_and_memory_are_bounded()
    {
        var reader = new ArrayReader().Add("a", 0, 1, [.. Enumerable.Range(0, 10).Select(i => (double)i)]);
        var year = Context with { Range = new TimeRange(Start - 366 * 86_400, Start) };
        var tooMany = GraphProgram.Parse("DEF:a=a:AVERAGE:step=1");
        Assert.Contains("values in memory", Assert.Throws<GraphLanguageException>(() => tooMany.Evaluate(reader, year)).Message, StringComparison.Ordinal);

        var month = Context with { Range = new TimeRange(Start - 31 * 86_400, Start) };
        var tooMuch = GraphProgram.Parse("DEF:a=a:AVERAGE:step=1\nCDEF:b=a,86400,-30,86400,a,PREDICT,+");
        Assert.Contains("operations", Assert.Throws<GraphLanguageException>(() => tooMuch.Evaluate(reader, month)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_cannot_be_moved_out_of_the_calendar_nor_steps_out_of_their_type()
    {
        var reader = new ArrayReader().Add("a", Start, 300, 1, 2, 3);
        var shifts = string.Concat(Enumerable.Range(1, 50).Select(i => $"CDEF:c{i}=c{i - 1},LTIME,+\nSHIFT:c{i}:3000000000\n"));
        var far = GraphProgram.Parse($"DEF:c0=a:AVERAGE\n{shifts}");
        Assert.Contains("200 years", Assert.Throws<GraphLanguageException>(() => far.Evaluate(reader, Context)).Message, StringComparison.Ordinal);

        Assert.Throws<GraphLanguageException>(() => GraphProgram.Parse("--step 2147483647"));
        var coarse = GraphProgram.Parse("--step 1000000000\nDEF:a=a:AVERAGE").Evaluate(reader, Context);
        Assert.Equal(1_000_000_200, coarse.Columns["a"].StepSeconds);
    }

    [Fact]
    public void Markup_in_texts_is_kept_for_the_pens_to_escape()
    {
        var program = GraphProgram.Parse("DEF:a=a:AVERAGE\n--title '<script>'\nLINE1:a#f00:<b>&amp;</b>\nCOMMENT:\"<i>\\l");
        var graph = program.Evaluate(new ArrayReader().Add("a", Start, 300, 1), Context);
        Assert.Equal("<script>", graph.Options.Title);
        Assert.Equal("<b>&amp;</b>", Assert.IsType<ShapeElement>(graph.Elements[0]).Style.Legend.Text);
        Assert.Equal(new LegendText("\"<i>", LegendBreak.Left), Assert.IsType<TextElement>(graph.Elements[1]).Text);
    }
}
