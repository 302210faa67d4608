namespace Metrics.Actions.Services;

/// <summary>A restart that was asked for.</summary>
/// <param name="Service">The service.</param>
/// <param name="Who">Who asked for it; empty: a watchdog.</param>
/// <param name="Why">Why.</param>
/// <param name="Asked">When it was first asked for.</param>
/// <param name="Times">How often, until it was done.</param>
/// <param name="Begun">When it was done; null: it waits.</param>
/// <param name="Answer">What came of it; empty: it is under way, or was broken off.</param>
public sealed record RestartEntry(string Service, string Who, string Why, DateTimeOffset Asked, int Times, DateTimeOffset? Begun, string Answer);
