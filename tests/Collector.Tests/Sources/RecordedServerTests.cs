using Metrics.RrdStore;

namespace Metrics.Collector.Tests;

/// <summary>A recorded server; the numbers are those of the files.</summary>
public sealed class RecordedServerTests
{
    private static readonly CollectorOptions Server = Fixture.Options("proc-server", "sys-server");

    [Fact]
    public void Load_and_uptime_are_numbers_as_they_stand()
    {
        Assert.Equal(new Dictionary<string, double> { ["load.1m"] = 0.52, ["load.5m"] = 1.25, ["load.15m"] = 10.07 }, Read(new LoadSource(Server)));
        Assert.Equal(8_640_012.34, Read(new UptimeSource(Server))["uptime"]);
    }

    [Fact]
    public void Cpu_time_is_in_hundredths_of_seconds_by_kind_and_core()
    {
        var values = Read(new CpuSource(Server));
        Assert.Equal([10000, 20, 3000, 400000, 50, 60, 70, 80],
            new[] { "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal" }.Select(k => values[$"cpu.{k}"]));
        Assert.Equal((4000, 2000, 20), (values["cpu.2.user"], values["cpu.2.system"], values["cpu.2.iowait"]));
        Assert.False(values.ContainsKey("cpu.1.user")); // offline
        Assert.Equal((3, 1, 54321, 987654321, 123456789),
            (values["proc.running"], values["proc.blocked"], values["proc.forks"], values["proc.switches"], values["proc.interrupts"]));
    }

    [Fact]
    public void Memory_adds_up_and_swap_is_counted_in_bytes()
    {
        var values = Read(new MemorySource(Server));
        Assert.Equal(3_500_000 * 1024.0, values["mem.used"]);
        Assert.Equal(3_300_000 * 1024.0, values["mem.cached"]);
        Assert.Equal(500_000 * 1024.0, values["swap.used"]);
        Assert.Equal(100 * Environment.SystemPageSize, values["swap.in"]);
    }

    [Fact]
    public void Interfaces_have_exact_counters_of_64_bits()
    {
        using var tester = new SourceTester(new NetworkSource(Server)).Discover();
        var values = tester.Read();
        Assert.Equal(24, values.Count); // neither lo nor veth12ab
        Assert.Equal((ulong.MaxValue, 5000, 200, 600, 3, 7, 4, 8), (values["net.eth0.in"], values["net.eth0.out"], values["net.eth0.in.packets"],
            values["net.eth0.out.packets"], values["net.eth0.in.errors"], values["net.eth0.out.errors"], values["net.eth0.in.drops"], values["net.eth0.out.drops"]));
        Assert.Equal(8000, values["net.eth0-100.out"]);

        var definition = tester.Series("net.eth0.in").Definition;
        Assert.Equal(new DataSource(DataSourceType.Derive, 0, 250_000_000), definition.Source);
        Assert.Equal(("1000000000", "uplink, port 12"), (definition.Metadata.Attributes["speed"], definition.Metadata.Attributes["alias"]));
        // A tap says 10 Mbit/s and carries what it likes.
        Assert.Equal(new DataSource(DataSourceType.Derive, 0), tester.Series("net.tap0.in").Definition.Source);
    }

    [Fact]
    public void Tcp_counts_come_from_both_files()
    {
        var values = Read(new TcpSource(Server));
        Assert.Equal((5, 37, 2, 11, 3, 2), (values["tcp.established"], values["tcp.opened"], values["tcp.accepted"], values["tcp.retransmitted"],
            values["tcp.timewait"], values["tcp.orphan"]));
    }

    [Fact]
    public void Processes_are_the_numbers_in_proc() => Assert.Equal(3, Read(new ProcessesSource(Server))["proc.total"]);

    [Fact]
    public void Disks_are_whole_ones_and_go_by_their_mapper_name()
    {
        using var tester = new SourceTester(new DiskSource(Server)).Discover();
        var values = tester.Read();
        Assert.Equal(["md0", "sda", "vg0-home"], values.Keys.Select(k => k.Split('.')[1]).Distinct().Order());
        Assert.Equal((20000 * 512, 40000 * 512, 1000, 500, 700), (values["disk.sda.read"], values["disk.sda.write"], values["disk.sda.reads"],
            values["disk.sda.writes"], values["disk.sda.busy"]));
        Assert.Equal(double.NaN, values["disk.sda.read.latency"]); // of one reading only
        Assert.Equal("dm-0", tester.Series("disk.vg0-home.read").Metadata.Attributes["device"]);
    }

    [Fact]
    public void Latency_is_the_time_of_the_operations_between_two_readings()
    {
        using var proc = new TemporaryDirectory();
        proc.Write("diskstats", "8 0 sda 1000 0 0 4000 500 0 0 9000 0 0 0\n");
        using var tester = new SourceTester(new DiskSource(new CollectorOptions { ProcRoot = proc.Path, SysRoot = Server.SysRoot })).Discover();
        tester.Read();
        proc.Write("diskstats", "8 0 sda 1010 0 0 4050 500 0 0 9000 0 0 0\n");
        var values = tester.Discover().Read();

        Assert.Equal(0.005, values["disk.sda.read.latency"]); // 50 ms in 10 reads
        Assert.Equal(double.NaN, values["disk.sda.write.latency"]); // no write
    }

    [Fact]
    public void A_step_back_of_iowait_is_no_progress_and_a_new_start_is_one()
    {
        using var proc = new TemporaryDirectory();
        proc.Write("stat", Stat(idle: 5000, iowait: 2000));
        using var tester = new SourceTester(new CpuSource(new CollectorOptions { ProcRoot = proc.Path })).Discover();
        tester.Read();
        proc.Write("stat", Stat(idle: 5010, iowait: 1998));
        Assert.Equal(2000, tester.Read()["cpu.iowait"]);
        proc.Write("stat", Stat(idle: 5, iowait: 1));
        Assert.Equal((5, 1), (tester.Read()["cpu.idle"], tester.Read()["cpu.iowait"]));

        static string Stat(int idle, int iowait) => $"cpu  1 0 1 {idle} {iowait} 0 0 0 0 0\nintr 1\nctxt 1\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n";
    }

    [Fact]
    public void Arrays_tell_what_they_lack_and_how_far_a_rebuild_is()
    {
        using var tester = new SourceTester(new RaidSource(Server)).Discover();
        var values = tester.Read();
        Assert.Equal((2, 0, 0, double.NaN), State("md0"));
        Assert.Equal((1, 1, 1, double.NaN), State("md1"));
        Assert.Equal((3, 1, 0, 12.6), State("md2"));
        Assert.Equal((2, 0, 0, double.NaN), State("md3"));
        Assert.Equal((2, 0, 0, double.NaN), State("md4"));
        Assert.Equal((0, double.NaN, 0, double.NaN), State("md127"));
        Assert.Equal("raid5", tester.Series("raid.md2.active").Metadata.Attributes["level"]);
        Assert.Empty(tester.Faults);

        (double, double, double, double) State(string md) =>
            (values[$"raid.{md}.active"], values[$"raid.{md}.degraded"], values[$"raid.{md}.failed"], values[$"raid.{md}.resync"]);
    }

    [Fact]
    public void File_systems_are_real_ones_once_each()
    {
        using var tester = new SourceTester(new FileSystemSource(Server, _ => new FileSystemSpace(60, 30, 100, 7, 3, null))).Discover();
        var values = tester.Read();
        Assert.Equal(["mnt-my-disk", "root", "srv-www"], values.Keys.Select(k => k.Split('.')[1]).Distinct().Order());
        Assert.Equal((60, 30, 100, 7, 3), (values["fs.srv-www.used"], values["fs.srv-www.free"], values["fs.srv-www.size"],
            values["fs.srv-www.inodes.used"], values["fs.srv-www.inodes.free"]));
        var metadata = tester.Series("fs.mnt-my-disk.used").Metadata;
        Assert.Equal(("/mnt/my disk", "filer:/export", "nfs4"), (metadata.Label, metadata.Attributes["device"], metadata.Attributes["type"]));
    }

    [Fact]
    public void A_file_server_that_hangs_delays_no_other_file_system_and_is_asked_once()
    {
        using var release = new ManualResetEventSlim();
        var asked = 0;
        using var tester = new SourceTester(new FileSystemSource(Server, path =>
        {
            if (System.Text.Encoding.UTF8.GetString(path).StartsWith("/mnt"))
            {
                Interlocked.Increment(ref asked);
                release.Wait();
            }
            return new FileSystemSpace(60, 30, 100, 7, 3, null);
        })).Discover();

        var values = tester.Read();
        Assert.Equal((60, double.NaN), (values["fs.root.used"], values["fs.mnt-my-disk.used"]));
        tester.Discover().Read();
        Assert.Equal((1, "/mnt/my disk does not answer."), (asked, Assert.Single(tester.Faults)));
        release.Set();
        SpinWait.SpinUntil(() => !double.IsNaN(tester.Read()["fs.mnt-my-disk.used"]), TimeSpan.FromSeconds(10));
        Assert.Equal(60, tester.Read()["fs.root.used"]);
    }

    [Fact]
    public void Thermal_zones_are_read_where_hwmon_has_no_temperature()
    {
        Assert.Equal(new Dictionary<string, double> { ["thermal.cpu-thermal"] = 40.5, ["thermal.acpitz"] = 41.5, ["thermal.acpitz-1"] = 30 },
            Read(new ThermalSource(Fixture.Options(sys: "sys-thermal"))));
        Assert.Empty(Read(new ThermalSource(Fixture.Options(sys: "sys-sensors"))));
    }

    private static Dictionary<string, double> Read(ISource source)
    {
        using var tester = new SourceTester(source).Discover();
        var values = tester.Read();
        Assert.Empty(tester.Faults);
        return values;
    }
}
