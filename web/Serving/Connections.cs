using System.Globalization;
using Microsoft.AspNetCore.Connections;

namespace Metrics.Web.Serving;

/// <summary>Keeps those who open connections for the sake of it from keeping others out.</summary>
internal static class Connections
{
    /// <summary>More than anybody opens from a few machines; a silent one costs some kilobytes.</summary>
    private const int Most = 12_000;

    /// <summary>Whoever connects has something to ask. Kestrel itself waits for a first byte as long as between two requests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How many may be open at a time. A quarter of the descriptors is left to the files of the store and of the collectors.</summary>
    public static int Limit => Math.Min(Most, OpenFiles() / 4 * 3);

    /// <summary>Ends a connection that says nothing.</summary>
    public static void EndSilent(this IConnectionBuilder listen) => listen.Use(next => async connection =>
    {
        if (await HasBegunAsync(connection))
            await next(connection);
    });

    private static async Task<bool> HasBegunAsync(ConnectionContext connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        patience.CancelAfter(Patience);
        var input = connection.Transport.Input;
        try
        {
            var first = await input.ReadAsync(patience.Token);
            // Nothing is taken and nothing was looked at: who reads next finds it all.
            input.AdvanceTo(first.Buffer.Start);
            return !first.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>Descriptors that this process may have: proc_pid_limits(5). The runtime has raised the soft limit to the hard one.</summary>
    private static int OpenFiles()
    {
        const string name = "Max open files";
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return int.TryParse(line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(), CultureInfo.InvariantCulture, out var files) ? files : int.MaxValue;
    }
}
