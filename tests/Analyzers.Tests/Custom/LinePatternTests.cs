using System.Text;
using Metrics.Analyzers.Custom;

namespace Metrics.Analyzers.Tests.Custom;

public sealed class LinePatternTests
{
    private const string Web = """{ip} - {user} [{time}] "{verb} {path}" {status:number} {bytes:number}""";

    [Theory]
    [InlineData(Web, """192.0.2.1 - - [23/Nov/2026:00:00:00 +0100] "GET / HTTP/1.1" 200 17""", "ip=192.0.2.1 user=- time=23/Nov/2026:00:00:00 +0100 verb=GET path=/ HTTP/1.1 status=200 bytes=17")]
    [InlineData(Web, """192.0.2.1 - - [x] "GET /" 304 -""", "ip=192.0.2.1 user=- time=x verb=GET path=/ status=304 bytes=-")]
    [InlineData(Web, """192.0.2.1 - - [x] "GET /" 304 - more""", null)]
    [InlineData(Web, """192.0.2.1 - - [x] "GET /" abc 17""", null)]
    [InlineData(Web, "", null)]
    [InlineData("{a}={b}", "x=y=z", "a=x b=y=z")]
    [InlineData("<{a}>", "<x>y>", "a=x>y")]
    [InlineData("<{a}>", "<x>y", null)]
    [InlineData("<{a}>", "<", null)]
    [InlineData("took {ms:number} ms", "took -0.25 ms", "ms=-0.25")]
    [InlineData("took {ms:number} ms", "took 1.ms", null)]
    [InlineData("{{{a}}}", "{x}", "a=x")]
    [InlineData("{}: {b}", "x: y", "b=y")]
    [InlineData("all of it", "all of it", "")]
    [InlineData("all of it", "all of it and more", null)]
    [InlineData("é{a}ü", "éxü", "a=x")]
    public void Fields_stand_between_texts(string pattern, string line, string? fields)
    {
        var parsed = LinePattern.Parse(pattern);
        var names = parsed.Fields.Select(f => f.Name).Where(n => n.Length > 0).ToArray();
        Span<(int Begin, int Length)> places = new (int, int)[LinePattern.MostFields];
        var bytes = Encoding.UTF8.GetBytes(line);
        if (!new LineMatcher(parsed, names).Match(bytes, places))
        {
            Assert.Null(fields);
            return;
        }
        var found = new List<string>();
        for (var i = 0; i < names.Length; i++)
            found.Add($"{names[i]}={Encoding.UTF8.GetString(bytes, places[i].Begin, places[i].Length)}");
        Assert.Equal(fields, string.Join(' ', found));
    }

    [Theory]
    [InlineData("{a", 3, "found its end where")]
    [InlineData("a} b", 3, "found \" \" where")]
    [InlineData("{a}{b}", 4, "two fields without a text between them cannot be told apart.")]
    [InlineData("{a} {a}", 5, "there are two fields a.")]
    [InlineData("{a:float}", 3, "found \":\" where")]
    [InlineData("{a b}", 3, "found \" \" where")]
    public void What_is_no_pattern_is_told_with_its_place(string pattern, int column, string problem)
    {
        var fault = Assert.Throws<PatternException>(() => LinePattern.Parse(pattern));
        Assert.Equal(column, fault.Column);
        Assert.StartsWith(problem, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status >= ", 11, "found its end where a number or a text in quotes was expected.")]
    [InlineData("status ~ 5", 8, "found \"~\" where ")]
    [InlineData("nothing == 5", 1, "there is no field nothing in the line; there are ip, user, time, verb, path, status, bytes.")]
    [InlineData("status > 1 and path > 5", 16, "path is a text; write {path:number} in the line.")]
    [InlineData("verb < 'x'", 1, "<, <=, > and >= take a number.")]
    [InlineData("status contains 5", 1, "contains, begins and ends take a text in quotes.")]
    [InlineData("status > 5 or verb = 'x'", 12, "found \"o\" where ")]
    public void What_is_no_condition_is_told_with_its_place(string condition, int column, string problem)
    {
        var fault = Assert.Throws<PatternException>(() => LineCondition.Parse(condition, LinePattern.Parse(Web)));
        Assert.StartsWith(problem, fault.Message, StringComparison.Ordinal);
        Assert.Equal(column, fault.Column);
    }

    [Theory]
    [InlineData("12", 12.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("-3", -3.0)]
    [InlineData("123456789012345678", 123456789012345678.0)]
    [InlineData("-", double.NaN)]
    [InlineData("", double.NaN)]
    [InlineData("1x", double.NaN)]
    public void Numbers_are_read_as_they_stand(string text, double value) => Assert.Equal(value, LineNumber.Value(Encoding.ASCII.GetBytes(text)));
}
