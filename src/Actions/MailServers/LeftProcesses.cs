using System.Globalization;

namespace Metrics.Actions.MailServers;

/// <summary>Ends what outlives its daemon: Exim, Sendmail and qmail have a process for each session and delivery.</summary>
/// <param name="programs">Runs kill(1).</param>
/// <param name="network">The network that they must be in, as <c>/proc/PID/ns/net</c> names it: a container's mail server is not ours.</param>
/// <param name="sparesCallers">Whether processes that others have begun are left alone: a daemon begins a session, setsid(2), in which all that it begins stays.</param>
internal sealed class LeftProcesses(IPrograms programs, string network, bool sparesCallers = false)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The network of this process.</summary>
    public static string OwnNetwork => File.ResolveLinkTarget("/proc/self/ns/net", returnFinalTarget: false)?.Name ?? "";

    /// <summary>Ends all processes of programs: by TERM, and by KILL what is left after 2 s.</summary>
    public async Task EndAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        if (!await SignalAsync("-TERM", files, cancel).ConfigureAwait(false))
            return;
        for (var waited = TimeSpan.Zero; waited < Grace; waited += Pause)
        {
            if (Of(files).Count == 0)
                return;
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
        await SignalAsync("-KILL", files, cancel).ConfigureAwait(false);
    }

    /// <summary>Whether there is one.</summary>
    public bool Any(IReadOnlyList<string> files) => Of(files).Count > 0;

    private async Task<bool> SignalAsync(string signal, IReadOnlyList<string> files, CancellationToken cancel)
    {
        if (Of(files) is not { Count: > 0 } found)
            return false;
        // One may have ended meanwhile: that is no failure.
        await programs.RunAsync(["kill", signal, .. found.Select(id => id.ToString(CultureInfo.InvariantCulture))], "", cancel).ConfigureAwait(false);
        return true;
    }

    private List<int> Of(IReadOnlyList<string> files)
    {
        const string replaced = " (deleted)";
        var found = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Link(Path.Combine(directory, "exe")) is { } file && files.Contains(file.EndsWith(replaced, StringComparison.Ordinal) ? file[..^replaced.Length] : file)
                && Link(Path.Combine(directory, "ns/net")) is { } net && Path.GetFileName(net) == network)
                found.Add(id);
        return sparesCallers ? [.. found.Where(id => Session(id) is not { } session || found.Contains(session) || !Directory.Exists($"/proc/{session}"))] : found;
    }

    // The sixth field of proc(5)'s stat; the second is a name in brackets, with anything in it. Null: the process has ended. Of a session whose first process has ended nobody
    // knows who that was: a daemon's.
    private static int? Session(int id)
    {
        const int fieldAfterName = 3;
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return int.TryParse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[fieldAfterName], NumberStyles.None, CultureInfo.InvariantCulture, out var session) && session > 0 ? session : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
