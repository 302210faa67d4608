namespace Metrics.Actions.MailServers;

/// <summary>Makes what speaks with a mail server, by its kind.</summary>
internal static class MailServerFactory
{
    /// <summary>Makes it.</summary>
    /// <param name="options">The mail server.</param>
    /// <param name="programs">Runs its programs.</param>
    /// <param name="network">The network that it is in: <see cref="LeftProcesses"/>.</param>
    /// <param name="state">A directory for what must be kept in mind.</param>
    public static IMailServer Make(MailServerOptions options, IPrograms programs, string network, string state)
    {
        var left = new LeftProcesses(programs, network);
        return options.Kind switch
        {
            MailServerKind.Postfix => new Postfix(options, programs, state),
            MailServerKind.Exim => new Exim(options, programs, left, state),
            MailServerKind.OpenSmtpd => new OpenSmtpd(options, programs, left, state),
            MailServerKind.Sendmail => new Sendmail(options, programs, new LeftProcesses(programs, network, sparesCallers: true), state),
            _ => new Qmail(options, programs, left, state),
        };
    }
}
