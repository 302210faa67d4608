using System.Text;

namespace Metrics.Actions.MailServers;

/// <summary>The queue of qmail, by its files: <c>mess</c>, <c>info</c>, <c>local</c> and <c>remote</c> have them in numbered directories, <c>todo</c> by itself; each is named by
/// the number of its message. The source is the file INTERNALS that comes with qmail, and its qmail-qread.c.</summary>
/// <param name="directory">Its directory.</param>
internal sealed class QmailQueue(string directory)
{
    /// <summary>An envelope has its sender within the first bytes; recipients, of which there may be any number, come after it.</summary>
    private const int LongestStart = 2048;

    private const int MostMessages = 500_000;

    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>How many messages wait for other mail servers; NaN when it cannot be said.</summary>
    public double Remote => QueueLength.Files([Part("remote")]);

    /// <summary>How many messages there are. Those that qmail-send has not looked at, in <c>todo</c>, should be tried now: that is where it hangs.</summary>
    public QueueLength Length => new(QueueLength.Files([Part("mess")]), QueueLength.Files([Part("todo")]) + QueueLength.Files([Part("local"), Part("remote")], QueueAge.IsNew));

    /// <summary>The messages and who they are from.</summary>
    /// <exception cref="IOException">The queue cannot be read.</exception>
    public IEnumerable<QueuedMessage> Messages()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // While qmail-send looks at one it is in both: what it has written by then may be half a file.
        foreach (var part in (string[])["todo", "info"])
            foreach (var file in Directory.EnumerateFiles(Part(part), "*", All).Take(MostMessages))
                if (seen.Add(Path.GetFileName(file)) && Sender(file) is { } sender)
                    yield return new QueuedMessage(Path.GetFileName(file), sender);
    }

    private string Part(string name) => Path.Combine(directory, name);

    // Records that end with 0: u and p, the user and the process that handed it in, F, the sender, T, a recipient. Null: it has gone meanwhile, or is none.
    private static string? Sender(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var start = new byte[LongestStart];
            var rest = start.AsSpan(0, RandomAccess.Read(file, start, 0));
            while (rest.IndexOf((byte)0) is >= 0 and var end)
            {
                if (end > 0 && rest[0] == 'F')
                    return Encoding.UTF8.GetString(rest[1..end]);
                rest = rest[(end + 1)..];
            }
            return null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
