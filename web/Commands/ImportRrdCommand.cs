using System.CommandLine;
using System.IO.Enumeration;
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
        path.Validators.Add(StoreArguments.CheckPath);
        Arguments.Add(path);
        Options.Add(prefix);
        SetAction(Import);
    }

    private int Import(ParseResult command)
    {
        var root = Path.GetFullPath(command.GetRequiredValue(path));
        if (!File.Exists(root) && !Directory.Exists(root))
        {
            StoreOutput.Of(command).Error($"There is no file or directory {root}.");
            return ExitCode.Failed;
        }
        return StoreAccess.Run(options, command, create: true, store =>
        {
            var files = FilesOf(root);
            var summary = new ImportSummary();
            var progress = new ProgressBar();
            var interrupted = store.Interruption.Token;
            var done = 0;
            foreach (var (file, isLink) in files.TakeWhile(_ => !interrupted.IsCancellationRequested))
            {
                var relative = file == root ? Path.GetFileName(file) : Path.GetRelativePath(root, file);
                progress.Show(done, files.Count, $"{done} of {files.Count}", relative);
                done++;
                var name = RrdMapping.PrefixOf(relative);
                var request = new ImportRequest(file, command.GetValue(prefix) is { Length: > 0 } first ? $"{first}.{name}" : name);
                if ((isLink ? summary.AddSkipped("It is a link, and none is followed.") : Take(store.Session, request, summary)) is { } problem)
                {
                    progress.Clear();
                    store.Output.Error($"{file} {problem}");
                }
            }
            progress.Clear();
            summary.Print(store.Output);
            if (done < files.Count)
                store.Output.Error($"Interrupted after {done} of {files.Count} files; the same command goes on.");
            return summary.IsComplete && done == files.Count ? ExitCode.Ok : ExitCode.Failed;
        });
    }

    private static string? Take(IStoreSession session, ImportRequest request, ImportSummary summary)
    {
        try
        {
            return summary.Add(session.Ask<ImportAnswer>(request));
        }
        catch (ControlRefusedException e)
        {
            return summary.AddSkipped(e.Message);
        }
    }

    // Those that were written last first: what is too old beside them is then known to be. Links are named and not followed: they may go round in a circle.
    private static List<(string Path, bool IsLink)> FilesOf(string root)
    {
        if (File.Exists(root))
            return [(root, false)];
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        var files = new FileSystemEnumerable<(string Path, bool IsLink)>(root, (ref entry) => (entry.ToFullPath(), IsLink(ref entry)), everywhere)
        {
            ShouldIncludePredicate = (ref entry) => entry.IsDirectory ? IsLink(ref entry) : IsNamed(entry.FileName),
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        };
        return [.. files.OrderByDescending(file => File.GetLastWriteTimeUtc(file.Path)).ThenBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static bool IsNamed(ReadOnlySpan<char> file) =>
        Path.GetExtension(file) is var extension
        && (extension.Equals(".rrd", StringComparison.OrdinalIgnoreCase) || extension.Equals(".xml", StringComparison.OrdinalIgnoreCase));
}
