namespace Metrics.Analyzers.Events;

/// <summary>An attempt to sign in.</summary>
internal readonly ref struct SignIn
{
    /// <summary>When, in seconds since the epoch.</summary>
    public required long UnixSeconds { get; init; }

    /// <summary>To what.</summary>
    public required SignInService Service { get; init; }

    /// <summary>Whether it was let in.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>The client's address, as the server saw it.</summary>
    public required ReadOnlySpan<byte> Client { get; init; }

    /// <summary>The name given; empty where the log does not tell it. The client chose it.</summary>
    public ReadOnlySpan<byte> User { get; init; }

    /// <summary>Whether it was a guest, for whom no password is asked.</summary>
    public bool Anonymous { get; init; }
}
