using System.Diagnostics;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>Services that a real supervise(8) of daemontools keeps, as qmail's are. Debian has no qmail: a copy of dash stands in for each of its programs, under its name; it reads
/// <c>concurrencyremote</c> when it starts, as qmail-send does, and each start is a line in <c>starts</c>.</summary>
internal sealed class Supervised : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly List<Process> supervisors = [];

    /// <summary>Prepares them; none runs yet.</summary>
    /// <param name="mindsTerm">Whether qmail-send ends when it is asked to.</param>
    public Supervised(bool mindsTerm = true)
    {
        foreach (var name in new[] { "bin", "control", "queue/mess/18", "queue/info/18", "queue/local/18", "queue/remote/18", "queue/todo" })
            Directory.CreateDirectory(directory[name]);
        File.WriteAllText(directory["starts"], "");
        foreach (var name in new[] { "qmail-send", "qmail-smtpd" })
        {
            // By another process: a file that this one has open for writing while it starts others cannot be run.
            DebianProgram.Run("coreutils", "cp", "/bin/dash", directory[$"bin/{name}"]);
            Directory.CreateDirectory(directory[name]);
            File.WriteAllText(directory[$"{name}/run"], $"""
                #!/bin/sh
                exec {directory[$"bin/{name}"]} -c '{(mindsTerm ? "" : "trap \"\" TERM; ")}echo {name} $(cat {directory["control/concurrencyremote"]} 2>/dev/null || echo unset) >> {directory["starts"]}; while :; do sleep 0.1; done'

                """);
            File.SetUnixFileMode(directory[$"{name}/run"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Their directories, that of qmail-send first.</summary>
    public string[] Services => [directory["qmail-send"], directory["qmail-smtpd"]];

    /// <summary>What has started so far: name and limit.</summary>
    public string[] Starts => File.ReadAllLines(directory["starts"]);

    /// <summary>A path below qmail's directory.</summary>
    public string this[string name] => directory[name];

    /// <summary>Starts them.</summary>
    public void Start()
    {
        foreach (var service in Services)
            supervisors.Add(DebianProgram.Start("daemontools", "supervise", service));
        DebianProgram.Wait("the services", () => Starts.Length == supervisors.Count);
    }

    public void Dispose()
    {
        if (supervisors.Count > 0)
            DebianProgram.Run("daemontools", "svc", ["-dkx", .. Services]);
        foreach (var supervisor in supervisors)
        {
            if (!supervisor.WaitForExit(DebianProgram.Patience))
                supervisor.Kill(entireProcessTree: true);
            supervisor.Dispose();
        }
        directory.Dispose();
    }
}
