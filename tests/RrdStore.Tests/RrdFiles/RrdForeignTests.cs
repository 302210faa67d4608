using System.Text;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>Databases of other machines. Those in the folder Foreign were written and dumped by Debian's rrdtool 1.7.2 of that architecture
/// under an emulator; the others are put together byte by byte.</summary>
public sealed class RrdForeignTests(RrdTool tool) : IClassFixture<RrdTool>
{
    public static TheoryData<string, string> Built =>
        [.. from abi in ForeignAbi.All from version in (string[])["0001", "0003", "0004", "0005"] select (abi.Name, version)];

    // rrdtool prints as many digits as a C long has room for on 32 bits.
    [Theory, InlineData("i386", "e9"), InlineData("armhf", "e9"), InlineData("s390x", "e10")]
    public void A_database_of_another_architecture_reads_as_that_one_dumps_it(string architecture, string digits)
    {
        var file = RrdReader.Read(Bytes($"{architecture}.rrd"), architecture);
        using var dump = new MemoryStream(Bytes($"{architecture}.xml"));

        Assert.Equal(5, file.Version);
        RrdAssert.Same(RrdXmlReader.Read(dump, architecture), file, digits);
    }

    [Theory, InlineData("i386"), InlineData("armhf"), InlineData("s390x")]
    public void A_database_of_another_architecture_written_here_is_good_for_this_ones_rrdtool(string architecture)
    {
        var file = RrdReader.Read(Bytes($"{architecture}.rrd"), architecture);
        using (var target = File.Create(tool.PathOf($"{architecture}.rrd")))
            RrdWriter.Write(file, target);

        using var dump = new MemoryStream(Encoding.ASCII.GetBytes(tool.Run($"dump {architecture}.rrd")));
        RrdAssert.Same(RrdXmlReader.Read(dump, "dump"), file, "e10");
        tool.Run($"update {architecture}.rrd 1700000601:20:500000:3:8");
    }

    [Theory, MemberData(nameof(Built))]
    public void Every_machine_and_version_reads_the_same(string abi, string version)
    {
        var file = RrdReader.Read(ForeignBytes.Make(ForeignAbi.All.Single(one => one.Name == abi), version), abi);

        Assert.Equal((version[^1] - '0', 60, 1_700_000_077, version == "0001" ? 0 : 250_000),
            (file.Version, file.StepSeconds, file.LastUnixSeconds, file.LastMicroseconds));
        Assert.Equal(new("t", "GAUGE", 120, double.NaN, 99.5, [], "21.5", 322.25, 17), file.DataSources[0] with { Expression = [] });
        Assert.Equal(new("twice", "COMPUTE", 0, double.NaN, double.NaN, [], "U", double.NaN, 3), file.DataSources[1] with { Expression = [] });
        Assert.Equal("t,-2,*", RrdExpression.ToText(file.DataSources[1].Expression, ["t", "twice"]));

        var (maximum, failures) = (file.Archives[0], file.Archives[1]);
        Assert.Equal(("MAX", 2, 3, 0.25), (maximum.Function, maximum.StepsPerRow, maximum.Rows, maximum.Parameters.Number(0)));
        Assert.Equal((4.5, 1UL, 6.5), (maximum.Open[1].Number(0), maximum.Open[1].Count(1), maximum.Open[1].Number(8)));
        Assert.Equal([1, 2, 3, 4, 5, 6], maximum.Values);
        Assert.Equal((1_700_000_040, 1_699_999_800), (file.EndSeconds(maximum), file.EndSeconds(maximum, 0)));

        Assert.Equal(("FAILURES", 1, 2), (failures.Function, failures.StepsPerRow, failures.Rows));
        Assert.Equal((2, 3, 7UL, 9UL, 5UL), (failures.Parameters.Number(1), failures.Parameters.Number(2),
            failures.Parameters.Count(3), failures.Parameters.Count(4), failures.Parameters.Count(5)));
        Assert.Equal((0xA5A5_A5A5_A5A5_01A5, 0xA5A5_A5A5_A5A5_A501), (failures.Open[0][0], failures.Open[1][1]));
        Assert.Equal([7, 8, 9, 10], failures.Values);
    }

    internal static byte[] Bytes(string name)
    {
        using var stream = typeof(RrdForeignTests).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
