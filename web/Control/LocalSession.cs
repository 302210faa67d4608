using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>A store that this process has opened for itself.</summary>
internal sealed class LocalSession(RoundRobinStore store, GraphVerb graphs) : IStoreSession
{
    /// <inheritdoc/>
    public void Ask(ControlRequest request, Action<ControlAnswer> take, CancellationToken cancellation) =>
        StoreVerbs.Answer(store, graphs, request, take, cancellation);

    /// <inheritdoc/>
    public void Close() => store.Close();

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
