using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Metrics.RrdStore.Expressions;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.RrdStore.Tests.RrdFiles;

/// <summary>Damaged and hostile files: a clear error or a database, in memory that the file's own size bounds.</summary>
public sealed class RrdDamageTests
{
    // Bytes of memory for one of the file, beside what any reading takes: XML is two bytes a character, in buffers that double.
    private const int Factor = 6, Constant = 10_000, DumpFactor = 8, DumpConstant = 100_000;

    public static TheoryData<string> Abis => [.. ForeignAbi.All.Select(abi => abi.Name)];

    [Theory, MemberData(nameof(Abis))]
    public void A_database_cut_short_anywhere_is_refused(string abi)
    {
        var bytes = Good(abi);
        for (var length = 0; length < bytes.Length; length++)
        {
            var error = Assert.Throws<StoreFormatException>(() => RrdReader.Read(bytes.AsSpan(0, length), "cut.rrd"));
            Assert.Equal("cut.rrd", error.Path);
            Assert.InRange(error.Offset, 0, bytes.Length);
        }
    }

    [Theory, MemberData(nameof(Abis))]
    public void A_database_with_any_byte_changed_is_read_or_refused(string abi)
    {
        var bytes = Good(abi);
        for (var i = 0; i < bytes.Length; i++)
            foreach (var flip in (byte[])[0x01, 0x80, 0xFF])
            {
                bytes[i] ^= flip;
                Try(bytes);
                bytes[i] ^= flip;
            }
    }

    [Theory, MemberData(nameof(Abis))]
    public void A_database_with_giant_numbers_is_read_or_refused(string abi)
    {
        var good = Good(abi);
        foreach (var giant in (ulong[])[ulong.MaxValue, long.MaxValue, 1UL << 32, uint.MaxValue, int.MaxValue, 1_000_000, 0])
            for (var i = 0; i + 8 <= good.Length; i += 4)
                foreach (var big in (bool[])[false, true])
                {
                    var bytes = (byte[])good.Clone();
                    if (big)
                        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i), giant);
                    else
                        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i), giant);
                    Try(bytes);
                }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_database_with_random_damage_is_read_or_refused(int seed)
    {
        var random = new Random(seed);
        byte[][] good = [.. ForeignAbi.All.Select(abi => Good(abi.Name)), RrdForeignTests.Bytes("s390x.rrd"), RrdForeignTests.Bytes("i386.rrd")];
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = (byte[])good[random.Next(good.Length)].Clone();
            for (var n = random.Next(1, 6); n > 0; n--)
                Damage(random, bytes);
            Try(bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
        }
    }

    [Theory, InlineData(20_000, 1, 1), InlineData(1, 20_000, 1), InlineData(200, 200, 1), InlineData(2, 2, 50_000)]
    public void A_large_database_takes_memory_in_proportion(int dataSources, int archives, int rows)
    {
        var source = new RrdDataSource("a", "GAUGE", 120, double.NaN, double.NaN, [], "1", 1, 0);
        var archive = new RrdArchive("LAST", 1, default, [.. new RrdCells[dataSources]], rows, [.. new double[rows * dataSources]]);
        var file = new RrdFile(3, 60, 0, 0, [.. Enumerable.Repeat(source, dataSources)], [.. Enumerable.Repeat(archive, archives)]);
        var bytes = new MemoryStream();
        RrdWriter.Write(file, bytes);
        Try(bytes.ToArray());
        var dump = new MemoryStream();
        RrdXmlWriter.Write(file, dump);
        Assert.True(TryDump(dump.ToArray()));
    }

    [Theory]
    [InlineData(24, 4_000_000_000, "byte 24: 4000000000 data sources and 2 archives do not fit into")]
    [InlineData(40, 0UL, "byte 40: The step is 0; it takes at least 1 second.")]
    [InlineData(392, 1UL << 40, "byte 392: An archive of 1099511627776 rows; 1 to 134217728 are expected.")]
    [InlineData(400, 1UL << 40, "byte 400: A row of 1099511627776 steps of 60 s spans more than 1,000 years.")]
    [InlineData(608, ulong.MaxValue, "byte 608: The last update is at -1 s since the epoch; 0 to 253402300799 is expected.")]
    [InlineData(616, 1_000_000UL, "byte 616: The last update has 1000000 microseconds; 0 to 999,999 are expected.")]
    public void The_error_names_the_place_the_value_and_the_limit(int offset, ulong value, string message)
    {
        var bytes = Good("amd64");
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);

        var error = Assert.Throws<StoreFormatException>(() => RrdReader.Read(bytes, "bad.rrd"));

        Assert.StartsWith($"bad.rrd, {message}", error.Message);
    }

    [Fact]
    public void A_file_that_is_neither_a_database_nor_a_dump_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            foreach (var content in (string[])["", "R", "RRD\0", "hello", "<html></html>", "<rrd></rrd>", "\0\0\0\0\0\0"])
            {
                File.WriteAllText(path, content);
                Assert.Throws<StoreFormatException>(() => RrdFile.Read(path));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_device_is_no_regular_file() =>
        Assert.EndsWith("/dev/zero is no regular file.", Assert.Throws<IOException>(() => RrdFile.Read("/dev/zero")).Message);

    [Theory, InlineData(1), InlineData(2)]
    public void A_dump_with_random_damage_is_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var good = RrdForeignTests.Bytes("i386.xml");
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var n = random.Next(1, 6); n > 0; n--)
                Damage(random, bytes);
            TryDump(bytes.AsMemory(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
        }
    }

    [Fact]
    public void A_dump_cut_short_anywhere_is_refused()
    {
        var good = RrdForeignTests.Bytes("i386.xml");
        var end = good.AsSpan().LastIndexOf("</rrd>"u8) + "</rrd>".Length;
        for (var length = 0; length < end; length += 23)
            Assert.Throws<StoreFormatException>(() => RrdXmlReader.Read(new MemoryStream(good, 0, length), "cut.xml"));
    }

    public static TheoryData<string> HostileDumps =>
    [
        "<!DOCTYPE rrd [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><rrd><version>&b;</version></rrd>",
        "<!DOCTYPE rrd [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><rrd><version>&a;</version></rrd>",
        $"<rrd><version>{new string('0', 1_000_000)}3</version></rrd>",
        $"<rrd {new string('a', 1_000_000)}='1'></rrd>",
        $"<rrd><!--{new string('x', 1_000_000)}--></rrd>",
        $"<rrd>{string.Concat(Enumerable.Repeat("<ds>", 100_000))}</rrd>",
        $"<rrd><version>0003</version><step>1</step>{string.Concat(Enumerable.Repeat("<ds/>", 100_000))}</rrd>",
        "<rrd><version>0003</version><step>99999999999999999999</step></rrd>",
        "<rrd><version>0003</version><step>300</step><rra></rra></rrd>",
        "<rrd><version>0009</version></rrd>",
        .. from encoding in (string[])["utf-7", "utf-16", "utf-32", "latin1", "nonsense", "IBM037", ""]
           select $"<?xml version=\"1.0\" encoding=\"{encoding}\"?><rrd></rrd>",
    ];

    [Theory, MemberData(nameof(HostileDumps))]
    public void A_hostile_dump_is_refused_in_bounded_memory(string dump)
    {
        var bytes = Encoding.UTF8.GetBytes(dump);
        Assert.False(TryDump(bytes));
    }

    [Fact]
    public void A_dump_of_many_values_takes_memory_in_proportion()
    {
        var rows = string.Concat(Enumerable.Repeat("<row><v>1</v></row>", 200_000));
        Assert.True(TryDump(Encoding.UTF8.GetBytes($"""
            <rrd><version>0003</version><step>60</step><lastupdate>100</lastupdate><ds><name>a</name><type>GAUGE</type></ds>
            <rra><cf>LAST</cf><pdp_per_row>1</pdp_per_row><params><xff>0</xff></params>
            <cdp_prep><ds><value>0</value><unknown_datapoints>0</unknown_datapoints></ds></cdp_prep><database>{rows}</database></rra></rrd>
            """)));
    }

    private static byte[] Good(string abi) => ForeignBytes.Make(ForeignAbi.All.Single(one => one.Name == abi), "0003");

    private static void Damage(Random random, byte[] bytes)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                (bytes[at], bytes[random.Next(bytes.Length)]) = (bytes[random.Next(bytes.Length)], bytes[at]);
                break;
            case 2:
                var length = random.Next(Math.Min(40, bytes.Length - at));
                bytes.AsSpan(at, length).CopyTo(bytes.AsSpan(random.Next(bytes.Length - length)));
                break;
            default:
                bytes.AsSpan(at, random.Next(Math.Min(12, bytes.Length - at))).Fill((byte)random.Next(256));
                break;
        }
    }

    // Tables that the process makes once are no cost of a file.
    static RrdDamageTests() => RuntimeHelpers.RunClassConstructor(typeof(RpnWords).TypeHandle);

    private static void Try(ReadOnlySpan<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var file = RrdReader.Read(bytes, "damaged.rrd");
            RrdMapping.ToSeries(file, "damaged");
        }
        catch (StoreFormatException error)
        {
            Assert.InRange(error.Offset, 0, bytes.Length);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (long)Factor * bytes.Length + Constant);
    }

    private static bool TryDump(ReadOnlyMemory<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            RrdXmlReader.Read(new MemoryStream(bytes.ToArray()), "damaged.xml");
            return true;
        }
        catch (StoreFormatException error)
        {
            Assert.Contains("damaged.xml, byte ", error.Message);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (long)DumpFactor * bytes.Length + DumpConstant);
        }
    }
}
