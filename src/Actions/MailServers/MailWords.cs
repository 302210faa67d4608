namespace Metrics.Actions.MailServers;

/// <summary>How a mail server is, in words behind its name. What it does not say is said, too.</summary>
public static class MailWords
{
    /// <summary>Whether it runs.</summary>
    public static string Runs(MailServerState server) => server.IsRunning switch
    {
        true => "runs",
        false => "does not run",
        null => "does not say whether it runs",
    };

    /// <summary>Whether it is held.</summary>
    public static string Held(MailServerState server) => server.IsHeld switch
    {
        true => "is held",
        false => "is not held",
        null => "does not say whether it is held",
    };
}
