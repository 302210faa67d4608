using System.Net.Sockets;
using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;

namespace Metrics.Web.Control;

/// <summary>Ways to a store.</summary>
internal static class StoreSession
{
    /// <summary>Opens the store of a data directory, or speaks with the server that has it open.</summary>
    /// <param name="settings">Where the store is, and what graphs there are.</param>
    /// <param name="create">Makes a store where there is none. Else one that cannot be written is opened to be read.</param>
    /// <param name="look">Changes no file of it: not even what recovery would mend.</param>
    /// <exception cref="ControlRefusedException">There is none, or the process that has it does not answer.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static IStoreSession Open(MetricsSettings settings, bool create, bool look = false)
    {
        var path = settings.Store.Path;
        if (!create && !File.Exists(Path.Combine(path, "catalog")))
            throw new ControlRefusedException($"There is no store in {path}.");
        try
        {
            return Local(look ? RoundRobinStore.OpenToRead(path, "It was opened to be looked at.") : Open(settings.Store, create), settings);
        }
        catch (StoreInUseException)
        {
            return Connect(path);
        }
    }

    private static RoundRobinStore Open(StoreSettings settings, bool create)
    {
        try
        {
            return RoundRobinStore.Open(settings.Path, new StoreOptions { SyncInterval = settings.Sync });
        }
        catch (StoreReadOnlyException e) when (!create)
        {
            return RoundRobinStore.OpenToRead(settings.Path, e.Reason);
        }
    }

    /// <summary>Asks what has one answer.</summary>
    /// <param name="session">The store.</param>
    /// <param name="request">What to do.</param>
    /// <param name="onProgress">Is told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ControlRefusedException">It was not done.</exception>
    public static T Ask<T>(
        this IStoreSession session, ControlRequest request, Action<ProgressAnswer>? onProgress = null, CancellationToken cancellation = default)
        where T : ControlAnswer
    {
        T? found = null;
        session.Ask(request, Take, cancellation);
        return found ?? throw new ControlRefusedException("The running server gave another answer than was asked for; is it of another version?");

        void Take(ControlAnswer answer)
        {
            if (answer is ProgressAnswer progress)
                onProgress?.Invoke(progress);
            else
                found = answer as T ?? found;
        }
    }

    private static LocalSession Local(RoundRobinStore store, MetricsSettings settings)
    {
        var time = TimeProvider.System;
        return new LocalSession(store, new GraphVerb(new GraphCatalog(store, time, settings.Graphs), new GraphRenderer(store, settings.Server.TimeZone, time)));
    }

    /// <summary>Whether a server runs that has the store of a data directory.</summary>
    public static bool IsServed(string directory)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(ControlProtocol.EndPointOf(directory));
            return true;
        }
        catch (SocketException e)
        {
            // Another user's server is there, too.
            return e.SocketErrorCode == SocketError.AccessDenied;
        }
    }

    private static ControlClient Connect(string directory)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(ControlProtocol.EndPointOf(directory));
            return new ControlClient(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ControlRefusedException(e.SocketErrorCode == SocketError.AccessDenied
                ? $"The store in {directory} is in use by a server of another user; only that user and root may ask it."
                : $"The store in {directory} is in use by a process that takes no commands: another command, or a server that has just started. "
                    + $"Try again in a moment. ({e.Message})", e);
        }
    }
}
