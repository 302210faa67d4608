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
        if (await HaveEndedAsync("-TERM", files, cancel).ConfigureAwait(false))
            return;
        await HaveEndedAsync("-KILL", files, cancel).ConfigureAwait(false);
    }

    /// <summary>Whether there is one.</summary>
    public bool Any(IReadOnlyList<string> files) => Of(files).Count > 0;

    // Each gets the signal once, also those that others begin meanwhile.
    private async Task<bool> HaveEndedAsync(string signal, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var signalled = new HashSet<int>();
        for (var waited = TimeSpan.Zero; Of(files) is { Count: > 0 } found; waited += Pause)
        {
            if (waited >= Grace)
                return false;
            // One may have ended meanwhile: that is no failure.
            if (found.Where(signalled.Add).Select(id => id.ToString(CultureInfo.InvariantCulture)).ToList() is { Count: > 0 } ids)
                await programs.RunAsync(["kill", signal, .. ids], "", cancel).ConfigureAwait(false);
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
        return true;
    }

    // A process that was begun by one which ends just now can have a number that the first look has passed already.
    private List<int> Of(IReadOnlyList<string> files) => Look(files) is { Count: > 0 } found ? found : Look(files);

    private List<int> Look(IReadOnlyList<string> files)
    {
        const string replaced = " (deleted)";
        var found = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Link(Path.Combine(directory, "exe")) is { } file && files.Contains(file.EndsWith(replaced, StringComparison.Ordinal) ? file[..^replaced.Length] : file)
                && Link(Path.Combine(directory, "ns/net")) is { } net && Path.GetFileName(net) == network)
                found.Add(id);
        return sparesCallers ? [.. found.Where(id => Session(id) is not { } session || found.Contains(session) || Link($"/proc/{session}/exe") is null)] : found;
    }

    // The sixth field of proc(5)'s stat; the second is a name in brackets, with anything in it. Null: the process has ended. Of a session whose first process has ended, if only
    // as a zombie that its parent has not asked for yet, nobody knows who that was: a daemon's.
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
