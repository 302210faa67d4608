namespace Metrics.Collector.Tests;

public sealed class HwmonSourceTests : IDisposable
{
    private const string Sensors = "sys-sensors";

    private readonly TemporaryDirectory sys = new();

    public void Dispose() => sys.Dispose();

    [Fact]
    public void Every_kind_of_sensor_has_its_unit()
    {
        using var tester = new SourceTester(new HwmonSource(Fixture.Options(sys: Sensors))).Discover();
        var values = tester.Read();

        Assert.Equal(45, values["hwmon.coretemp.temp1"]);
        Assert.Equal(46, values["hwmon.coretemp-1.temp1"]);
        Assert.Equal(-5.5, values["hwmon.nct6775.temp1"]);
        Assert.Equal(1204, values["hwmon.nct6775.fan1"]);
        Assert.Equal(0, values["hwmon.nct6775.fan2"]);
        Assert.Equal(0.864, values["hwmon.nct6775.in0"]);
        Assert.Equal(2.5, values["hwmon.nct6775.curr1"]);
        Assert.Equal(65, values["hwmon.nct6775.power1"]);
        Assert.Equal(34, values["hwmon.drivetemp.temp1"]);
        Assert.Equal(38.85, values["hwmon.nvme.temp1"]);
        Assert.Equal(["Cel", "{rpm}", "V", "A", "W"],
            new[] { "temp1", "fan1", "in0", "curr1", "power1" }.Select(s => tester.Series($"hwmon.nct6775.{s}").Metadata.Unit));
    }

    [Fact]
    public void Labels_and_limits_come_with_the_series()
    {
        using var tester = new SourceTester(new HwmonSource(Fixture.Options(sys: Sensors))).Discover();

        var package = tester.Series("hwmon.coretemp.temp1").Metadata;
        Assert.Equal(("Package id 0", "100", "84"), (package.Label, package.Attributes["crit"], package.Attributes["max"]));
        Assert.Equal("600", tester.Series("hwmon.nct6775.fan1").Metadata.Attributes["min"]);
        Assert.Equal("drivetemp temp1", tester.Series("hwmon.drivetemp.temp1").Metadata.Label);
        // Escape and right-to-left override are gone; what a page must escape is its own business.
        Assert.Equal("SYS[31mTIN <b>", tester.Series("hwmon.nct6775.temp1").Metadata.Label);
        // 65,261 degrees is a limit that nobody has set.
        Assert.False(tester.Series("hwmon.nvme.temp2").Metadata.Attributes.ContainsKey("max"));
    }

    [Theory]
    [InlineData("temp2", "temp2_fault says that the sensor is broken or not connected.")]
    [InlineData("temp3", "temp3_input is not a number.")]
    [InlineData("temp4", "temp4_input is empty.")]
    [InlineData("temp5", "temp5_input cannot be read: permission denied.")] // a directory
    [InlineData("temp6", "temp6_input cannot be read: Input/output error.")] // a link to /proc/self/mem, which answers EIO at 0
    public void A_sensor_that_fails_is_unknown_and_says_why(string sensor, string fault)
    {
        using var tester = new SourceTester(new HwmonSource(Fixture.Options(sys: Sensors))).Discover();
        var values = tester.Read();

        Assert.Equal(double.NaN, values[$"hwmon.nct6775.{sensor}"]);
        Assert.Contains(tester.Faults, f => f.EndsWith(fault));
        Assert.Equal(1204, values["hwmon.nct6775.fan1"]);
        tester.Read();
        Assert.Equal(5, tester.Faults.Count);
    }

    [Fact]
    public void Names_stay_when_the_kernel_numbers_the_chips_another_way()
    {
        Fixture.CopyTo(Sensors, sys.Path);
        var options = new CollectorOptions { SysRoot = sys.Path };
        using var before = new SourceTester(new HwmonSource(options)).Discover();
        before.Read();

        // The next start: chips the other way round, the first coretemp is not there yet, the drive is another host.
        Renumber("platform/coretemp.1/hwmon/hwmon1", "platform/coretemp.1/hwmon/hwmon0", 1, 0);
        Renumber("pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/hwmon/hwmon3", "pci0000:00/0000:00:17.0/ata1/host4/target4:0:0/4:0:0:0/hwmon/hwmon1", 3, 1);
        Renumber("pci0000:00/0000:00:1d.0/0000:01:00.0/nvme/nvme0/hwmon4", "pci0000:00/0000:00:1d.0/0000:01:00.0/nvme/nvme3/hwmon3", 4, 3);
        using var after = new SourceTester(new HwmonSource(options), before).Discover();
        var values = after.Read();

        Assert.False(values.ContainsKey("hwmon.coretemp.temp1"));
        Assert.Equal(46, values["hwmon.coretemp-1.temp1"]);
        Assert.Equal(34, values["hwmon.drivetemp.temp1"]);
        Assert.Equal(38.85, values["hwmon.nvme.temp1"]);
        Assert.Equal(before.SeriesCount - 2, after.SeriesCount);
    }

    [Fact]
    public void A_sensor_that_comes_is_found_and_one_that_goes_is_absent()
    {
        using var tester = new SourceTester(new HwmonSource(new CollectorOptions { SysRoot = sys.Path })).Discover();
        Assert.Empty(tester.Read());

        sys.Write("class/hwmon/hwmon7/name", "ucsi\n");
        sys.Write("class/hwmon/hwmon7/in0_input", "5000\n");
        Assert.Equal(5, Assert.Single(tester.Discover().Read()).Value);

        Directory.Delete(sys.Combine("class/hwmon/hwmon7"), recursive: true);
        tester.Discover();
        Assert.Empty(tester.Read());
        Assert.Empty(tester.Faults);
        Assert.Equal(0, tester.SeriesCount);
    }

    private void Renumber(string device, string newDevice, int number, int newNumber)
    {
        var (from, to) = (sys.Combine($"devices/{device}"), sys.Combine($"devices/{newDevice}"));
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Directory.Move(from, to);
        File.Delete(sys.Combine($"class/hwmon/hwmon{number}"));
        File.Delete(sys.Combine($"class/hwmon/hwmon{newNumber}"));
        File.CreateSymbolicLink(sys.Combine($"class/hwmon/hwmon{newNumber}"), $"../../devices/{newDevice}");
    }
}
