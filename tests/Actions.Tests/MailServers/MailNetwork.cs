using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>A machine with mail servers and one outside of it, as two networks with a wire between them. What runs in them ends with them.</summary>
/// <remarks>Made with ip-netns(8), by root only. Programs of the machine have a view of the file system of their own, in which the test may put things.</remarks>
internal sealed class MailNetwork : IPrograms, IDisposable
{
    public const string Address = "10.77.0.1", Outside = "10.77.0.2";

    private readonly NetworkNamespace machine = new(), outside = new();
    private readonly List<Process> started = [];
    private readonly Process anchor;
    private readonly Programs programs = new();

    /// <summary>Makes them.</summary>
    /// <param name="prepare">Shell commands that change the machine's view of the file system.</param>
    public MailNetwork(string prepare = "true")
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("metrics-hold-").FullName;
        // Users of mail servers look into it.
        Debian("coreutils", "chmod", "755", Directory);
        State = System.IO.Directory.CreateDirectory(Path.Combine(Directory, "state")).FullName;
        Ip("-n", machine.Name, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", outside.Name);
        foreach (var (network, address) in new[] { (machine, Address), (outside, Outside) })
        {
            Ip("-n", network.Name, "addr", "add", $"{address}/24", "dev", "wire");
            Ip("-n", network.Name, "link", "set", "wire", "up");
        }
        var ready = Path.Combine(Directory, "ready");
        anchor = machine.Start("dash", "sh", "-ec", $"{prepare}; touch \"$1\"; exec sleep infinity", "sh", ready);
        DebianProgram.Wait("the machine's view of the file system", () => File.Exists(ready) || anchor.HasExited);
        Assert.False(anchor.HasExited, "The machine's view of the file system could not be prepared.");
    }

    /// <summary>Where the test's files are.</summary>
    public string Directory { get; }

    /// <summary>Where what is held keeps its state.</summary>
    public string State { get; }

    /// <summary>The machine's network, as processes name it.</summary>
    public string Network => new FileInfo($"/proc/{anchor.Id}/ns/net").LinkTarget!;

    // How a program gets onto the machine.
    private string[] OnMachine => ["nsenter", "--target", anchor.Id.ToString(CultureInfo.InvariantCulture), "--net", "--mount", "--"];

    /// <summary>A path below the test's directory.</summary>
    public string this[string name] => Path.Combine(Directory, name);

    /// <summary>Runs a program on the machine.</summary>
    public Task<ProgramResult> RunAsync(ImmutableArray<string> command, string input, CancellationToken cancel) => programs.RunAsync([.. OnMachine, .. command], input, cancel);

    /// <summary>Runs a program on the machine that must not fail.</summary>
    public async Task<string> RequireAsync(params string[] command) => (await this.RequireAsync([.. command], TestContext.Current.CancellationToken)).Output;

    /// <summary>Starts a program on the machine that goes on until it ends with it; who starts it reads what it says.</summary>
    public Process Start(params string[] command)
    {
        var process = DebianProgram.Start("util-linux", OnMachine[0], [.. OnMachine[1..], .. command]);
        started.Add(process);
        return process;
    }

    /// <summary>Starts a server that takes mail outside, and gives the directory in which each message is a file.</summary>
    public string Sink(int port)
    {
        var mails = System.IO.Directory.CreateDirectory(this[$"sink-{port}"]).FullName;
        Debian("coreutils", "chown", "nobody", mails);
        started.Add(outside.Start("postfix", "smtp-sink", "-u", "nobody", "-d", $"{mails}/%M.", $"{Outside}:{port}", "100"));
        DebianProgram.Wait($"a server at port {port} outside", () => Reaches(0, port));
        return mails;
    }

    /// <summary>Whether a program of a user on the machine reaches a port outside.</summary>
    public bool Reaches(int user, int port) => Script(user, $"exec 3<>/dev/tcp/{Outside}/{port}") == 0;

    /// <summary>Runs a script of a user on the machine.</summary>
    /// <returns>Its exit code.</returns>
    public int Script(int user, string script)
    {
        using var process = DebianProgram.Start("util-linux", OnMachine[0], [.. OnMachine[1..], "setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "timeout", "10", "bash", "-c", script]);
        Assert.True(process.WaitForExit(DebianProgram.Patience));
        return process.ExitCode;
    }

    /// <summary>How many messages came to a sink.</summary>
    public static int Count(string mails) => System.IO.Directory.GetFiles(mails).Length;

    public void Dispose()
    {
        machine.Dispose();
        outside.Dispose();
        foreach (var process in started.Append(anchor))
            process.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static void Ip(params string[] arguments) => DebianProgram.Run("iproute2", "ip", arguments);

    private static void Debian(string package, string program, params string[] arguments) => DebianProgram.Run(package, program, arguments);
}
