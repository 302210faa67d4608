namespace Metrics.Analyzers.Events;

/// <summary>What a filter takes a message for.</summary>
internal enum MailFinding : byte
{
    /// <summary>Nothing was found.</summary>
    Clean,

    /// <summary>Spam.</summary>
    Spam,

    /// <summary>It carries a virus.</summary>
    Virus,

    /// <summary>The client has to come again later.</summary>
    Greylisted,
}
