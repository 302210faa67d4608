using System.Globalization;
using System.Text;

namespace Metrics.Browser.Tests;

/// <summary>Five weeks of logs of mail, FTP and web, with somebody who guesses passwords at their end.</summary>
internal static class TroubledLogs
{
    private const int Days = 33;

    private static readonly string[] Users = ["anna@example.org", "orders@shop.example.com", "info@example.org", "someone.with.a.rather.long.name@shop.example.com", "jobs@xn--mller-kva.example"];

    private static readonly string[] Pages = ["/", "/index.html", "/products/2026/spring/catalogue-with-a-very-long-name.html?page=4&sort=price", "/search?q=<b>"];

    private static readonly string[] Agents =
        ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "examplebot/1.0 (+https://bot.example/about)"];

    /// <summary>The text of each log, by the name of its format.</summary>
    /// <param name="now">Where they end, in the zone of the machine: some stamps have none.</param>
    public static IEnumerable<(string Format, string Text)> All(DateTimeOffset now)
    {
        var (mail, ftp, web) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var number = 0;
        for (var moment = now.AddDays(-Days); moment < now; moment = moment.AddHours(moment.Hour is > 7 and < 18 ? 1 : 3))
        {
            var user = Users[number % Users.Length];
            Mail(mail, moment, $"A{number:X5}", user, 400 + 977 * (number % 40), number % 7 == 0);
            if (number % 5 == 0)
                Line(ftp, $"{moment:ddd MMM dd HH:mm:ss yyyy} 1 198.51.100.{number % 200} {40_960 * (1 + number % 60)} /srv/{user[(user.IndexOf('@') + 1)..]}/pub/release-{number % 4}.tar.xz b _ {(number % 3 == 0 ? 'i' : 'o')} r anna ftp 0 * c");
            Line(web, $"{user[(user.IndexOf('@') + 1)..]}:443 198.51.100.{number % 250} - - [{moment.UtcDateTime:dd/MMM/yyyy:HH:mm:ss} +0000] \"GET {Pages[number % Pages.Length]} HTTP/1.1\" {(number % 9 == 0 ? 404 : 200)} {1_000 + 512 * (number % 90)} \"https://search.example/?q={number % 5}\" \"{Agents[number % Agents.Length]}\"");
            number++;
        }
        var guesses = new StringBuilder();
        for (var attempt = 0; attempt < 12; attempt++)
            Line(guesses, $"{now.AddSeconds(attempt - 30):yyyy-MM-dd HH:mm:ss},000 atlas proftpd[10] 203.0.113.1 (h.example[198.51.100.66]): USER <script>alert({attempt})</script> (Login failed): Incorrect password");
        return [("postfix", mail.ToString()), ("xferlog", ftp.ToString()), ("vhost_combined", web.ToString()), ("proftpd", guesses.ToString())];
    }

    private static void Mail(StringBuilder log, DateTimeOffset moment, string id, string user, int bytes, bool isRefused)
    {
        var stamp = moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture);
        if (isRefused)
        {
            Line(log, $"{stamp} atlas postfix/smtpd[1]: NOQUEUE: reject: RCPT from spam.example[192.0.2.99]: 554 5.7.1 Service unavailable; Client host [192.0.2.99] blocked using zen.spamhaus.org; from=<x@spam.example> to=<{user}> proto=ESMTP helo=<spam.example>");
            return;
        }
        Line(log, $"{stamp} atlas postfix/smtpd[1]: {id}: client=mx.example[192.0.2.7]");
        Line(log, $"{stamp} atlas postfix/qmgr[1]: {id}: from=<writer@c.example>, size={bytes}, nrcpt=1 (queue active)");
        Line(log, $"{stamp} atlas postfix/local[1]: {id}: to=<{user}>, relay=local, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered)");
        Line(log, $"{stamp} atlas postfix/qmgr[1]: {id}: removed");
    }

    private static void Line(StringBuilder log, FormattableString line) => log.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
