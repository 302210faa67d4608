namespace Metrics.Collector.Tests;

/// <summary>What becomes of values whose files are missing, empty, cut short, unreadable or garbage.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly TemporaryDirectory proc = new();
    private readonly CollectorOptions options;

    public BadFileTests()
    {
        Fixture.CopyTo("proc-server", proc.Path);
        options = new CollectorOptions { ProcRoot = proc.Path, SysRoot = Fixture.Options(sys: "sys-server").SysRoot };
    }

    public static TheoryData<string, string> Files { get; } =
    [
        ("load", "loadavg"), ("cpu", "stat"), ("memory", "meminfo"), ("memory", "vmstat"), ("network", "net/dev"), ("uptime", "uptime"),
        ("disks", "diskstats"), ("raid", "mdstat"), ("tcp", "net/snmp"), ("tcp", "net/sockstat"),
    ];

    public static TheoryData<string, string, string> Damages { get; } =
    [
        .. from file in Files
           from damage in new[] { "empty", "garbage" }
           select (file.Data.Item1, file.Data.Item2, damage),
    ];

    public void Dispose() => proc.Dispose();

    [Theory, MemberData(nameof(Damages))]
    public void A_bad_file_makes_values_unknown_and_is_a_fault_with_its_path(string source, string file, string damage)
    {
        using var tester = new SourceTester(BuiltInSources.Of(options).Single(r => r.Source.Name == source).Source).Discover();
        var good = tester.Read();
        Assert.DoesNotContain(tester.Faults, f => f.StartsWith(proc.Combine(file)));

        var text = File.ReadAllText(proc.Combine(file));
        proc.Write(file, damage switch
        {
            "empty" => "",
            "garbage" => "\0\u00ff%s -1 99999999999999999999999 : \n: \n[/] = 999%\ncpu\ncpu0\nTcp: \nTcp: a\n",
            _ => throw new ArgumentOutOfRangeException(nameof(damage)),
        });
        var bad = tester.Read();

        // Never a wrong value: unknown or absent, or one that still stands in the file as it was.
        Assert.All(bad, v => Assert.True(double.IsNaN(v.Value) || v.Value.Equals(good[v.Key]), $"{v.Key} is {v.Value}."));
        if (damage == "empty")
            Assert.Contains(tester.Faults, f => f == $"{proc.Combine(file)} is empty.");

        proc.Write(file, text);
        Assert.Equal(good.Keys.Order(), tester.Read().Keys.Order());
    }

    [Theory, MemberData(nameof(Files))]
    public void However_short_a_file_is_cut_no_value_is_wrong(string source, string file)
    {
        using var tester = new SourceTester(BuiltInSources.Of(options).Single(r => r.Source.Name == source).Source).Discover();
        var good = tester.Read();
        var text = File.ReadAllText(proc.Combine(file));
        for (var length = text.Length - 1; length >= 0; length--)
        {
            proc.Write(file, text[..length]);
            Assert.All(tester.Read(), v => Assert.True(double.IsNaN(v.Value) || v.Value.Equals(good[v.Key]), $"{v.Key} is {v.Value} of {length} characters."));
        }
    }

    [Theory]
    [InlineData("load", "loadavg")]
    [InlineData("cpu", "stat")]
    [InlineData("memory", "meminfo")]
    [InlineData("network", "net/dev")]
    [InlineData("uptime", "uptime")]
    [InlineData("filesystems", "self/mountinfo")]
    public void A_missing_file_that_every_machine_has_is_a_fault(string source, string file)
    {
        File.Delete(proc.Combine(file));
        using var tester = new SourceTester(BuiltInSources.Of(options).Single(r => r.Source.Name == source).Source).Discover();
        Assert.Empty(tester.Read());
        Assert.Equal($"{proc.Combine(file)} does not exist.", Assert.Single(tester.Faults));
    }

    [Theory]
    [InlineData("raid", "mdstat")]
    [InlineData("disks", "diskstats")]
    public void A_missing_file_of_what_a_machine_may_lack_is_nothing(string source, string file)
    {
        File.Delete(proc.Combine(file));
        using var tester = new SourceTester(BuiltInSources.Of(options).Single(r => r.Source.Name == source).Source).Discover();
        Assert.Empty(tester.Read());
        Assert.Empty(tester.Faults);
    }

    [Fact]
    public void Hostile_interface_names_become_names_of_series()
    {
        proc.Write("net/dev", string.Concat(new[] { "../x", "A", "a", "<script>", "ü\u202e", new string('z', 200), "a b" }
            .Select((name, i) => $"{name}:{i} 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n")));
        using var tester = new SourceTester(new NetworkSource(options)).Discover();
        var names = tester.Read().Keys.Where(k => k.EndsWith(".in")).ToArray();
        Assert.Equal(6, names.Length); // a slash is none
        Assert.All(names, n => Assert.Matches("^net\\.[a-z0-9_-]{1,73}\\.in$", n));
        Assert.Contains("net.a.in", names);
    }

    [Fact]
    public void Interfaces_are_bounded()
    {
        proc.Write("net/dev", string.Concat(Enumerable.Range(0, 1500).Select(i => $"eth{i}:{i} 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n")));
        using var tester = new SourceTester(new NetworkSource(options)).Discover();
        Assert.Equal(NetworkSource.MaximumInterfaces * 8, tester.Read().Count);
        Assert.Contains("more than 1000 interfaces", Assert.Single(tester.Faults));
    }
}
