using System.Diagnostics;

namespace Metrics.Collector.Tests;

/// <summary>The real /proc and /sys, compared with what Debian's tools say of them.</summary>
public sealed class ThisMachineTests
{
    private static readonly CollectorOptions Real = new();

    [Fact]
    public void Memory_is_what_free_says()
    {
        using var tester = new SourceTester(new MemorySource(Real)).Discover();
        var free = Output("free", "-b").Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var values = tester.Read();

        Assert.Equal(double.Parse(free[1]), values["mem.total"]);
        Assert.Equal(double.Parse(free[3]), values["mem.free"], values["mem.total"] / 20);
        Assert.Equal(double.Parse(free[5]), values["mem.buffers"] + values["mem.cached"], values["mem.total"] / 20);
        Assert.Equal(values["mem.total"], values["mem.used"] + values["mem.buffers"] + values["mem.cached"] + values["mem.free"]);
        Assert.Empty(tester.Faults);
    }

    [Fact]
    public void Every_source_of_this_machine_reads_without_a_fault()
    {
        foreach (var registration in BuiltInSources.Of(Real))
        {
            using var tester = new SourceTester(registration.Source).Discover();
            var values = tester.Read();
            Assert.Empty(tester.Faults);
            Assert.Equal(tester.SeriesCount, values.Count);
        }
    }

    [Fact]
    public void Interfaces_are_those_of_sys_class_net()
    {
        using var tester = new SourceTester(new NetworkSource(Real)).Discover();
        var expected = Directory.GetDirectories("/sys/class/net").Select(Path.GetFileName).Where(n => n != "lo" && !n!.StartsWith("veth"))
            .Select(n => $"net.{SeriesKeys.Of(n!)}.in");

        Assert.Equal(expected.Order(), tester.Read().Keys.Where(k => k.EndsWith(".in")).Order());
    }

    [Fact]
    public void Space_is_what_df_says()
    {
        using var tester = new SourceTester(new FileSystemSource(Real)).Discover();
        var df = Output("df", "-B1 --output=size,used,avail,itotal,iused /").Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var values = tester.Read();

        Assert.Equal(double.Parse(df[0]), values["fs.root.size"]);
        Assert.Equal(double.Parse(df[1]), values["fs.root.used"], values["fs.root.size"] / 100);
        Assert.Equal(double.Parse(df[2]), values["fs.root.free"], values["fs.root.size"] / 100);
        Assert.Equal(double.Parse(df[3]), values["fs.root.inodes.used"] + values["fs.root.inodes.free"]);
    }

    [Fact]
    public void Uptime_and_load_are_what_the_kernel_says_at_once()
    {
        using var uptime = new SourceTester(new UptimeSource(Real)).Discover();
        Assert.Equal(Environment.TickCount64 / 1000.0, uptime.Read()["uptime"], 5.0);
        using var load = new SourceTester(new LoadSource(Real)).Discover();
        Assert.InRange(load.Read()["load.1m"], 0, 10_000);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        foreach (var registration in BuiltInSources.Of(Real).Concat(BuiltInSources.Of(Fixture.Options("proc-server", "sys-server")).Where(r => r.Source.Name != "filesystems")))
        {
            using var tester = new SourceTester(registration.Source).Discover();
            for (var i = 0; i < 3; i++)
                tester.ReadOnly();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
                tester.ReadOnly();
            Assert.Equal((registration.Source.Name, 0L), (registration.Source.Name, GC.GetAllocatedBytesForCurrentThread() - before));
        }
    }

    private static string Output(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd();
    }
}
