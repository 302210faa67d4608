using Metrics.Actions.MailServers;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>A real mail server on the machine of a <see cref="MailNetwork"/>.</summary>
internal interface ITestServer
{
    /// <summary>What is tested.</summary>
    IMailServer Server { get; }

    /// <summary>Whether a message is on its way from one queue to another: a server that is ended then has it in both.</summary>
    bool IsBetweenQueues => false;

    /// <summary>Hands in mail for others as programs do, by the command sendmail.</summary>
    Task HandInAsync(string sender, int number);
}
