using System.Diagnostics;
using Metrics.Web.Commands;

namespace Metrics.Firewall.Tests;

public sealed class SshOriginTests
{
    [Fact]
    public void The_address_is_found_in_what_has_started_a_process_whose_own_environment_has_lost_it()
    {
        // As sudo does it: a shell with the connection starts something without.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "env -i /bin/sh -c 'echo $$; read line'; true"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["SSH_CONNECTION"] = "203.0.113.9 40000 192.0.2.1 22";
        using var shell = Process.Start(start)!;
        var inner = int.Parse(shell.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.NotEqual(shell.Id, inner);
        Assert.Equal("203.0.113.9", SshOrigin.Of(inner));
        shell.StandardInput.Close();
        shell.WaitForExit();
    }

    [Theory]
    [InlineData("SSH_CONNECTION=203.0.113.9 1 192.0.2.1 22", "203.0.113.9"), InlineData("SSH_CONNECTION=fe80::7%eth0 1 fe80::1 22", "fe80::7"), InlineData("SSH_CONNECTION=127.0.0.1 1 127.0.0.1 22", null)]
    [InlineData("SSH_CONNECTION=nonsense", null), InlineData("SSH_CONNECTION=", null), InlineData("XSSH_CONNECTION=203.0.113.9", null)]
    public void Only_an_address_of_another_machine_counts(string variable, string? expected)
    {
        var proc = Directory.CreateTempSubdirectory("metrics-proc-").FullName;
        foreach (var (process, parent) in ((int, int)[])[(30, 20), (20, 30)])
        {
            // Two that name each other have no end.
            Directory.CreateDirectory(Path.Combine(proc, $"{process}"));
            File.WriteAllText(Path.Combine(proc, $"{process}", "stat"), $"{process} (a ) 1 (b) S {parent} 1 1");
        }
        File.WriteAllText(Path.Combine(proc, "20", "environ"), $"A=b\0{variable}\0");

        Assert.Equal(expected, SshOrigin.Of(30, proc));
        Directory.Delete(proc, recursive: true);
    }
}
