using Microsoft.Extensions.Logging;

namespace Metrics.Web.Tests;

/// <summary>Keeps what is logged: the level and the sentence.</summary>
internal sealed class Lines<T> : ILogger<T>
{
    /// <summary>All of it, the oldest first.</summary>
    public List<string> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Add($"{logLevel}: {formatter(state, exception)}");
}
