namespace Metrics.Analyzers.Events;

/// <summary>What somebody signed in to.</summary>
internal enum SignInService : byte
{
    /// <summary>File transfer.</summary>
    Ftp,

    /// <summary>Handing in or fetching mail.</summary>
    Mail,

    /// <summary>A shell.</summary>
    Ssh,
}
