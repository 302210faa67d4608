using System.Text;
using Metrics.Actions.MailServers;
using Metrics.Actions.Tests.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Firewall.Tests.Hold;

/// <summary>A hosting server with all that belongs to a hold: Postfix, <c>metrics guard</c> as root, <c>metrics</c> as a user of its own, a smart host and the rest of the world.</summary>
internal sealed class MailMachine : IDisposable
{
    private const int User = 54_321, SmartHostPort = 587;

    private static readonly string Dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(directory => Path.Combine(directory, "dotnet")).First(File.Exists);

    // Programs that change something for a hold. Each call of one is written down, with how many warnings the smart host had to their ends by then.
    private static readonly string[] Watched = ["nft", "postconf", "postfix", "postsuper"];

    private readonly MailNetwork network = new(Prepare);
    private readonly StringBuilder said = new();

    private MailMachine() => (Letters, Mails) = (network.Sink(SmartHostPort), network.Sink(25));

    /// <summary>Directory of the letters that the smart host has taken.</summary>
    public string Letters { get; }

    /// <summary>Directory of the mails that went to others.</summary>
    public string Mails { get; }

    /// <summary>Postfix.</summary>
    public ITestServer Postfix { get; private set; } = null!;

    // The user, and no systemd, for the machine only; the program where everybody may read it.
    private static string Prepare =>
        $"mount -t tmpfs -o mode=755 tmpfs /usr/local/sbin; mount -t tmpfs -o mode=755 tmpfs /run; mount --bind '{AppContext.BaseDirectory}' /mnt; "
        + $"(cat /etc/passwd; echo metrics:x:{User}:{User}::/nonexistent:/usr/sbin/nologin) > /run/passwd; mount --bind /run/passwd /etc/passwd";

    private string Commands => network["commands"];

    private string Configuration => network["metrics.toml"];

    /// <summary>Starts everything.</summary>
    /// <param name="hold">Lines of the section <c>[hold]</c>.</param>
    public static async Task<MailMachine> StartAsync(string hold)
    {
        var machine = new MailMachine();
        try
        {
            await machine.PrepareAsync(hold);
            machine.Start("The guard listens", Dotnet, "/mnt/metrics.dll", "guard", "--config", machine.Configuration);
            machine.Start("Pages", "setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", Dotnet, "/mnt/metrics.dll", "--config", machine.Configuration);
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <summary>What was changed so far: calls of programs, each after the number of warnings that the smart host had before it.</summary>
    public IReadOnlyList<string> Changes => [.. File.ReadAllLines(Commands).Where(call => call.Split(' ')
        is [_, "nft", "-f", ..] or [_, "postconf", "-c", _, "-e" or "-X", ..] or [_, "postfix", "-c", _, "reload" or "stop"] or [_, "postsuper", ..])];

    /// <summary>Runs <c>metrics</c> as root, as an administrator does.</summary>
    public Task<ProgramResult> MetricsAsync(params string[] command) =>
        network.RunAsync([Dotnet, "/mnt/metrics.dll", .. command, "--config", Configuration], "", TestContext.Current.CancellationToken);

    /// <summary>Gets a page, as somebody at the machine does.</summary>
    public async Task<string> PageAsync(string path)
    {
        var answer = await network.RequireAsync("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' \"$1\" >&3; cat <&3", "bash", path);
        Assert.True(answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), $"{answer}\n{Said}");
        return answer;
    }

    /// <summary>Whether a script of nobody's reaches a mail server outside.</summary>
    public bool ScriptReachesOthers => network.Reaches(65_534, 25);

    /// <summary>Subjects of the letters that the smart host has taken.</summary>
    public IEnumerable<string> Subjects => Directory.GetFiles(Letters).SelectMany(File.ReadLines).Where(line => line.StartsWith("Subject: ", StringComparison.Ordinal)).Select(line => line["Subject: ".Length..]);

    /// <summary>What guard and server have said so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public void Dispose() => network.Dispose();

    private async Task PrepareAsync(string hold)
    {
        Postfix = await TestPostfix.StartAsync(network);
        await File.WriteAllTextAsync(Commands, "");
        foreach (var program in Watched)
        {
            var found = (await network.RequireAsync("sh", "-c", "command -v \"$1\"", "sh", program)).Trim();
            await network.RequireAsync(["sh", "-c", "cat > \"$1\" && chmod 755 \"$1\"", "sh", $"/usr/local/sbin/{program}"], TestContext.Current.CancellationToken, $"""
                #!/bin/sh
                echo "$(grep -ls '^Subject: Mail is being held' {Letters}/* | xargs -r grep -l '^--.*--$' | wc -l) {program} $*" >> {Commands}
                exec {found} "$@"

                """);
        }
        DebianProgram.Run("coreutils", "chown", $"{User}", Directory.CreateDirectory(network["data"]).FullName);
        await File.WriteAllTextAsync(Configuration, $"""
            [server]
            listen = ["127.0.0.1:8080"]
            title = "web1"
            [store]
            path = "{network["data"]}"
            [collector]
            step = "1s"
            [logs]
            postfix = ["{network["postfix/mail.log"]}"]
            [guard]
            socket = "{network["run/guard.sock"]}"
            state = "{network["guard"]}"
            [mail]
            host = "{MailNetwork.Outside}"
            port = {SmartHostPort}
            tls = "none"
            from = "metrics@example.net"
            to = ["anna@example.net"]
            [mailserver.postfix]
            kind = "postfix"
            configuration = "{network["postfix"]}"
            queue = "{network["postfix/queue"]}"
            [hold]
            {hold}
            """);
    }

    // Until it says that it has begun.
    private void Start(string begun, params string[] command)
    {
        var process = network.Start(command);
        var beginning = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.OutputDataReceived += (_, line) =>
        {
            Take(line.Data);
            if (line.Data is null || line.Data.TrimStart().StartsWith(begun, StringComparison.Ordinal))
                beginning.TrySetResult(line.Data is not null);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        if (!beginning.Task.Wait(DebianProgram.Patience) || !beginning.Task.Result)
            throw new InvalidOperationException($"{string.Join(' ', command)} did not start: {Said}");
    }

    private void Take(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }
}
