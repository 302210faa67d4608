using System.Text.RegularExpressions;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>Random databases made by Debian's rrdtool, read and written here, compared by its own dump, fetch, info and update.</summary>
public sealed partial class RrdRoundTripTests(RrdTool tool) : IClassFixture<RrdTool>
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void What_is_read_is_what_rrdtool_dumps(int seed)
    {
        Make(new(seed));

        Assert.Equal(tool.Run("dump --no-header a.rrd").TrimEnd(), DumpText.Of(RrdFile.Read(tool.PathOf("a.rrd"))));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Rows_have_the_times_and_values_that_rrdtool_fetches(int seed)
    {
        Make(new(seed));
        var file = RrdReader.Read(tool.PathOf("a.rrd"));

        // Where two archives answer alike rrdtool takes the first; those of one step answer for each function.
        foreach (var archive in file.Archives.DistinctBy(one => (one.StepsPerRow == 1 ? "" : one.Function, one.StepsPerRow)))
        {
            var (first, last) = (file.EndSeconds(archive, 0) - file.RowSeconds(archive), file.EndSeconds(archive) - file.RowSeconds(archive));
            var lines = tool.Run($"fetch a.rrd {archive.Function} -r {file.RowSeconds(archive)} -s {first} -e {last}").Split('\n')[2..];
            Assert.Equal(archive.Rows, lines.Length);
            for (var row = 0; row < archive.Rows; row++)
                Assert.Equal(lines[row].Replace("-nan", "NaN").Replace("nan", "NaN"),
                    $"{file.EndSeconds(archive, row)}: {string.Join(' ', Enumerable.Range(0, file.DataSources.Length).Select(i => DumpText.Number(archive[row, i])))}");
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void What_is_written_means_the_same_to_rrdtool(int seed)
    {
        var history = new RandomHistory(seed, holtWinters: seed % 3 == 0);
        Make(history);
        using (var target = File.Create(tool.PathOf("b.rrd")))
            RrdWriter.Write(RrdReader.Read(tool.PathOf("a.rrd")), target);

        Assert.Equal(tool.Run("dump a.rrd"), tool.Run("dump b.rrd"));
        Assert.Equal(Comparable(tool.Run("info a.rrd")), Comparable(tool.Run("info b.rrd")));
        Assert.Equal(tool.Run("lastupdate a.rrd"), tool.Run("lastupdate b.rrd"));
        for (var i = 0; i < 10; i++)
        {
            var update = history.Update();
            tool.Run($"update a.rrd {update}");
            tool.Run($"update b.rrd {update}");
        }
        Assert.Equal(tool.Run("dump a.rrd"), tool.Run("dump b.rrd"));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_written_database_reads_back_to_the_last_bit(int seed)
    {
        Make(new(seed, holtWinters: seed % 3 == 0));
        var file = RrdReader.Read(tool.PathOf("a.rrd"));
        var written = new MemoryStream();
        RrdWriter.Write(file, written);

        var again = new MemoryStream();
        RrdWriter.Write(RrdReader.Read(written.ToArray(), "b.rrd"), again);

        Assert.Equal(new FileInfo(tool.PathOf("a.rrd")).Length, written.Length);
        Assert.Equal(written.ToArray(), again.ToArray());
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_dump_of_rrdtool_reads_as_the_database_it_was_made_from(int seed)
    {
        Make(new(seed));
        File.WriteAllText(tool.PathOf("a.xml"), tool.Run($"dump --header {((string[])["none", "dtd", "xsd"])[seed % 3]} a.rrd"));

        var file = RrdFile.Read(tool.PathOf("a.xml"));

        Assert.Equal(tool.Run("dump --no-header a.rrd").TrimEnd(), DumpText.Of(file));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Rrdtool_restores_a_dump_that_is_written_here(int seed)
    {
        var history = new RandomHistory(seed, holtWinters: seed % 3 == 0);
        Make(history);
        using (var target = File.Create(tool.PathOf("a.xml")))
            RrdXmlWriter.Write(RrdReader.Read(tool.PathOf("a.rrd")), target);

        tool.Run("restore a.xml b.rrd");

        Assert.Equal(tool.Run("dump a.rrd"), tool.Run("dump b.rrd"));
        tool.Run($"update b.rrd {history.Update()}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_dump_that_is_written_here_reads_back_to_the_last_bit(int seed)
    {
        Make(new(seed, holtWinters: seed % 3 == 0));
        var file = RrdReader.Read(tool.PathOf("a.rrd"));
        var dump = new MemoryStream();
        RrdXmlWriter.Write(file, dump);
        dump.Position = 0;

        var again = RrdXmlReader.Read(dump, "a.xml");

        RrdAssert.Same(file, again);
    }

    [Fact]
    public void A_dump_of_version_1_reads_as_rrdtool_restores_it()
    {
        File.Delete(tool.PathOf("b.rrd"));
        File.WriteAllText(tool.PathOf("old.xml"), """
            <!-- Round Robin Database Dump --><rrd> <version> 0001 </version>
            <step> 300 </step> <lastupdate> 948364500 </lastupdate>
            <ds> <name> in </name> <type> COUNTER </type> <minimal_heartbeat> 600 </minimal_heartbeat> <min> NaN </min> <max> 1.25e+07 </max>
              <last_ds> UNKN </last_ds> <value> 3.5000000000e+02 </value> <unknown_sec> 0 </unknown_sec> </ds>
            <rra> <cf> MAX </cf> <pdp_per_row> 2 </pdp_per_row> <xff> 5.0000000000e-01 </xff>
              <cdp_prep> <ds><value> 1.5 </value> <unknown_datapoints> 1 </unknown_datapoints></ds> </cdp_prep>
              <database> <row><v> 12.5 </v></row> <row><v> NaN </v></row> <row><v> -3e-2 </v></row> </database> </rra></rrd>
            """);
        tool.Run("restore old.xml b.rrd");

        RrdAssert.Same(RrdReader.Read(tool.PathOf("b.rrd")), RrdXmlReader.Read(tool.PathOf("old.xml")));
    }

    private void Make(RandomHistory history)
    {
        File.Delete(tool.PathOf("b.rrd"));
        tool.Run($"create a.rrd {history.Create}");
        for (var i = 0; i < 30; i++)
            tool.Run($"update a.rrd {history.Update()}");
    }

    // The newest row of a file is at a random place.
    private static string Comparable(string info) => Incidental().Replace(info, "");

    [GeneratedRegex(@"^(filename|rra\[\d+\]\.cur_row|header_size) .*\n", RegexOptions.Multiline)]
    private static partial Regex Incidental();
}
