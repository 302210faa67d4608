using System.CommandLine;
using Metrics.RrdStore.RrdFiles;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics import rrd</c>: takes databases and dumps of RRDtool in, with all archives.</summary>
internal sealed class ImportRrdCommand : Command
{
    private readonly Argument<string> path = new("FILE|DIRECTORY") { Description = "A database or dump, or a directory of them and of directories." };
    private readonly Option<string?> prefix = new("--prefix") { Description = "What the names of the series begin with.", HelpName = "NAME" };
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public ImportRrdCommand(ConfigOptions options)
        : base("rrd", "Takes RRDtool's databases and dumps in, with all archives. What is in already is skipped: start it again after an interruption.")
    {
        this.options = options;
        Arguments.Add(path);
        Options.Add(prefix);
        SetAction(Import);
    }

    private int Import(ParseResult command)
    {
        var root = Path.GetFullPath(command.GetRequiredValue(path));
        if (!File.Exists(root) && !Directory.Exists(root))
        {
            command.InvocationConfiguration.Error.WriteLine($"There is no file or directory {root}.");
            return ExitCode.Failed;
        }
        return StoreAccess.Run(options, command, create: true, store =>
        {
            var files = FilesOf(root);
            var summary = new ImportSummary();
            var progress = new ProgressBar();
            var interrupted = store.Interruption.Token;
            var done = 0;
            foreach (var file in files.TakeWhile(_ => !interrupted.IsCancellationRequested))
            {
                var relative = file == root ? Path.GetFileName(file) : Path.GetRelativePath(root, file);
                progress.Show(done, files.Count, $"{done} of {files.Count}", relative);
                done++;
                try
                {
                    var name = RrdMapping.PrefixOf(relative);
                    var request = new ImportRequest(file, command.GetValue(prefix) is { Length: > 0 } first ? $"{first}.{name}" : name);
                    summary.Add(store.Session.Ask<ImportAnswer>(request));
                }
                catch (ControlRefusedException e)
                {
                    progress.Clear();
                    store.Output.Error($"{file} is skipped: {e.Message}");
                    summary.AddFailure();
                }
            }
            progress.Clear();
            summary.Print(store.Output);
            if (done < files.Count)
                store.Output.Error($"Interrupted after {done} of {files.Count} files; the same command goes on.");
            return summary.Failures == 0 && done == files.Count ? ExitCode.Ok : ExitCode.Failed;
        });
    }

    // Those that were written last first: what is too old beside them is then known to be. Links are not followed: they may go round in a circle.
    private static List<string> FilesOf(string root)
    {
        if (File.Exists(root))
            return [root];
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        return [.. Directory.EnumerateFiles(root, "*", everywhere)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".rrd" or ".xml")
            .OrderByDescending(File.GetLastWriteTimeUtc).ThenBy(file => file, StringComparer.Ordinal)];
    }
}
