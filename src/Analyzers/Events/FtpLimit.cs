namespace Metrics.Analyzers.Events;

/// <summary>Which limit of an FTP server was reached.</summary>
internal enum FtpLimit : byte
{
    /// <summary>Connections of one address.</summary>
    PerHost,

    /// <summary>Connections or addresses of one user.</summary>
    PerUser,

    /// <summary>Connections of one class of clients.</summary>
    PerClass,

    /// <summary>Connections of the whole server.</summary>
    Server,
}
