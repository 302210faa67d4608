using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>A queue of Sendmail: that of its daemon, or that of what programs hand in.</summary>
/// <param name="Call">The program and the arguments by which it works on this queue.</param>
/// <param name="Directory">Where the messages are, in it or in directories below.</param>
internal sealed record SendmailQueue(ImmutableArray<string> Call, string Directory)
{
    private const string Usual = "/etc/mail";

    /// <summary>Both, or the daemon's alone where programs hand in nothing of their own: that is so without <c>submit.cf</c>.</summary>
    /// <param name="options">The mail server; its configuration is the directory of <c>sendmail.cf</c> and <c>submit.cf</c>.</param>
    /// <param name="program">The program.</param>
    public static ImmutableArray<SendmailQueue> Of(MailServerOptions options, string program)
    {
        var directory = options.Configuration.Length > 0 ? options.Configuration : Usual;
        string daemon = Path.Combine(directory, "sendmail.cf"), submission = Path.Combine(directory, "submit.cf");
        var first = new SendmailQueue([program, "-Am", .. Named(daemon)], options.Queue.Length > 0 ? options.Queue : DirectoryOf(daemon) ?? "/var/spool/mqueue");
        return File.Exists(submission) ? [first, new SendmailQueue([program, "-Ac", .. Named(submission)], DirectoryOf(submission) ?? "/var/spool/clientmqueue")] : [first];

        // Where it is looked for anyway is not named.
        ImmutableArray<string> Named(string file) => options.Configuration.Length > 0 ? ["-C", file] : [];
    }

    /// <summary>Removes the file that is to replace what is known of a message, as soon as it is written: the operations guide, B, of <c>tf</c>.</summary>
    /// <param name="id">The message; its number is sound.</param>
    /// <exception cref="IOException">That is not possible.</exception>
    public void ForgetWriting(string id)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory, $"tf{id}", SearchOption.AllDirectories))
            File.Delete(file);
    }

    // "O QueueDirectory=/var/spool/mqueue", or with a star for several below: the operations guide, 2.3.1.
    private static string? DirectoryOf(string file)
    {
        const string option = "O QueueDirectory=";
        try
        {
            var path = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(option, StringComparison.Ordinal))?[option.Length..].Trim();
            return path is not null && path.EndsWith('*') ? Path.GetDirectoryName(path) : path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
