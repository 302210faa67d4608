namespace Metrics.Web.Control;

/// <summary>A store that takes requests: our own, or that of a running server.</summary>
internal interface IStoreSession : IDisposable
{
    /// <summary>Asks, and gives every answer to <paramref name="take"/> as it comes.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="take">Takes the answers.</param>
    /// <param name="cancellation">Ends a check, a repair or a backup where it is, and the wait for anything else.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ControlRefusedException">It was not done, or not to its end; other requests may be.</exception>
    /// <exception cref="IOException">The running server has gone.</exception>
    void Ask(ControlRequest request, Action<ControlAnswer> take, CancellationToken cancellation = default);

    /// <summary>Ends it when all was asked.</summary>
    /// <exception cref="IOException">A store of our own could not be written to its end: something of what was done is lost.</exception>
    void Close();
}
