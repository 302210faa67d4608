using System.Collections;
using Metrics.Analyzers.Custom;
using Metrics.Web.Configuration;

namespace Metrics.Web.Tests.Configuration;

public class LogTableTests
{
    private const string Good = """
        [log.web]
        path = "/var/log/*/x.log"
        line = '{ip} "{verb} {path}" {status:number} {bytes:number}'
        when = 'status >= 500'
        sum = "bytes"
        """;

    [Fact]
    public void A_few_keys_make_a_log()
    {
        var log = Assert.Single(Read(Good).Settings.Logs.Own);
        Assert.Equal(("web", true, "log.web"), (log.Name, log.Count, log.Format));
        Assert.Equal(["/var/log/*/x.log"], log.Paths);
        Assert.Equal(["bytes"], log.Sums);
        Assert.Equal(LineOperator.AtLeast, Assert.Single(log.When).Operator);
    }

    [Theory]
    [InlineData("path = \"/var/log/*/x.log\"", "path = \"x.log\"", "2:8: log.web.path takes an absolute path; found \"x.log\".")]
    [InlineData("path = \"/var/log/*/x.log\"", "", "1:2: log.web needs paths.")]
    [InlineData("{ip} ", "{ip}{x} ", "3:13: log.web.line: two fields without a text between them cannot be told apart.")]
    [InlineData("status >= 500", "status >= x", "4:19: log.web.when: found \"x\" where a number or a text in quotes was expected.")]
    [InlineData("status >= 500", "code >= 500", "4:9: log.web.when: there is no field code in the line; there are ip, verb, path, status, bytes.")]
    [InlineData("sum = \"bytes\"", "sum = [\"bytes\", \"ip\"]", "5:18: log.web.sum: ip is a text; write {ip:number} in the line.")]
    [InlineData("sum = \"bytes\"", "count = false", "4:9: log.web.when: sums up nothing, and the lines are not counted either.")]
    [InlineData("sum", "sums", "5:1: log.web has no setting sums; did you mean sum?")]
    [InlineData("[log.web]", "[log.\"Web\"]", "1:2: \"Web\" is no name of a log; it takes 1 to 64 small letters, digits, _ and -.")]
    [InlineData("[log.web]", "[[log.web]]", "1:3: [[log.web]] is a list of sections; write [log.web].")]
    public void What_is_wrong_is_told_with_its_place(string good, string bad, string fault)
    {
        var read = Read(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(read.Faults, f => f.ToString().EndsWith(fault, StringComparison.Ordinal));
    }

    private static LoadedConfig Read(string text)
    {
        using var directory = new TemporaryDirectory();
        return ConfigReader.Read(directory.Write("metrics.toml", text), new Hashtable());
    }
}
