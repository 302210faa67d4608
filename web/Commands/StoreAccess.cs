using System.CommandLine;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary>A command at work on a store: what it needs for it, and what becomes of failures.</summary>
/// <param name="Session">The store.</param>
/// <param name="Output">Where the answer goes.</param>
/// <param name="Interruption">Says when the command is to stop.</param>
internal sealed record StoreAccess(IStoreSession Session, StoreOutput Output, Interruption Interruption)
{
    /// <summary>Opens the store, or the way to the server that has it, and does something with it.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="command">The command line.</param>
    /// <param name="create">Makes a store where there is none.</param>
    /// <param name="action">What to do; it gives the exit code.</param>
    /// <param name="mend">Mends the catalogue of a data directory where that is why the store cannot be opened.</param>
    /// <param name="look">Changes no file of the store.</param>
    /// <returns>One of <see cref="ExitCode"/>; what failed is then on the error stream as a sentence.</returns>
    public static int Run(ConfigOptions options, ParseResult command, bool create, Func<StoreAccess, int> action, Action<string>? mend = null, bool look = false)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        try
        {
            using var interruption = new Interruption();
            using var session = Open(config.Settings, create, mend, look);
            var exit = action(new StoreAccess(session, output, interruption));
            session.Close();
            return exit;
        }
        catch (OperationCanceledException)
        {
            output.Error("Interrupted.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is ControlRefusedException or IOException or UnauthorizedAccessException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }

    private static IStoreSession Open(MetricsSettings settings, bool create, Action<string>? mend, bool look)
    {
        try
        {
            return StoreSession.Open(settings, create, look);
        }
        catch (StoreFormatException e) when (mend is not null && Path.GetFileName(e.Path) == "catalog")
        {
            mend(settings.Store.Path);
            return StoreSession.Open(settings, create);
        }
    }

    /// <summary>Asks what has one answer, and shows meanwhile how far it is.</summary>
    public T Ask<T>(ControlRequest request) where T : ControlAnswer
    {
        var bar = new ProgressBar();
        var isShown = false;
        try
        {
            return Session.Ask<T>(request, Show, Interruption.Token);
        }
        finally
        {
            if (isShown)
                bar.Clear();
        }

        void Show(ProgressAnswer progress)
        {
            isShown = true;
            bar.Show(progress.DoneBytes, progress.TotalBytes, $"{StoreOutput.Bytes(progress.DoneBytes)} of {StoreOutput.Bytes(progress.TotalBytes)}");
        }
    }

    /// <summary>Asks what has one answer, and prints it as JSON or as text.</summary>
    public T Print<T>(ControlRequest request, bool isJson, Action<T> print) where T : ControlAnswer
    {
        var answer = Ask<T>(request);
        Output.Print(answer, isJson, print);
        return answer;
    }
}
