using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests;

/// <summary>Generated logs of known content, by their format. They go over New Year.</summary>
internal static class GeneratedLog
{
    private const long NewYear = 1_798_761_600;

    /// <summary>A log and its truth.</summary>
    /// <param name="format">The format; "mail" is Postfix with a filter that counts too.</param>
    /// <param name="seed">Of the chance; where stamps may have a year or none, those of even ones have.</param>
    /// <param name="events">How much happens.</param>
    public static (byte[] Bytes, Totals Totals) Of(string format, int seed, int events)
    {
        var (output, totals) = (new MemoryStream(), new Totals());
        switch (format)
        {
            case "postfix":
                PostfixLog.Write(output, totals, events, seed, NewYear - 100, iso: seed % 2 == 0);
                break;
            case "sendmail":
                SendmailLog.Write(output, totals, events, seed, NewYear - 100, iso: seed % 2 == 0);
                break;
            case "qmail":
                QmailLog.Write(output, totals, events, seed, NewYear - 100, multilog: seed % 2 == 0);
                break;
            case "exim":
                EximLog.Write(output, totals, events, seed, NewYear - 100);
                break;
            case "opensmtpd":
                OpenSmtpdLog.Write(output, totals, events, seed, NewYear - 100, iso: seed % 2 == 0);
                break;
            case "mail":
                PostfixLog.Write(output, totals, events, seed, NewYear - 100, iso: true, filters: true);
                break;
            case "xferlog":
                XferLog.Write(output, totals, events, seed, NewYear - 100);
                break;
            default:
                AccessLog.Write(output, totals, events, seed, NewYear - 100, withHost: format != "combined");
                break;
        }
        return (output.ToArray(), totals);
    }
}
