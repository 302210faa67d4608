using System.Globalization;
using Metrics.Actions.Alerts;
using Metrics.Actions.Hold;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.RrdStore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Actions.CrashHold;

/// <summary>Holds mail, resumes it and hands over what is in the outbox, or goes on with that where it was broken off; says each point that it comes to, and stays at one of them
/// until it is killed. Its arguments: the data directory, the port of the smart host, the file of commands, and the number of the point, or 0.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        var (directory, port, commands, last) = (arguments[0], Number(arguments[1]), arguments[2], Number(arguments[3]));
        var points = 0;
        using var file = ActionsDatabase.Open(directory);
        var time = TimeProvider.System;
        var (table, outbox) = (new HoldTable(file, time), new OutboxTable(file, time));
        var mail = new MailOptions { Hosts = ["127.0.0.1"], Port = port, Tls = TlsMode.None, From = "metrics@example.net" };
        var alerts = new AlertOptions
        {
            Rules = [],
            Receivers = [new Receiver("anna") { Mail = ["anna@example.net"] }],
            Mail = mail,
            Server = "test",
            Zone = TimeZoneInfo.Utc,
            Step = TimeSpan.FromSeconds(10),
        };
        using var store = RoundRobinStore.Open(Path.Combine(directory, "store"));
        var (settings, guard) = (new AlertSettings(alerts), new FileGuard(commands, Point));
        var run = new HoldRun(
            table, guard, new HoldMessenger(settings, [], outbox, time), new HoldSettings(new HoldOptions { Armed = true }), new HoldCheck(guard, new MailTraffic(store), settings, time))
        {
            Marked = (step, answer) => Point($"{step} {(answer is null ? "begins" : "has ended")}"),
        };
        if (table.Newest(1).Count == 0)
            table.Begin(HoldLevel.Stop, isArmed: true, "much mail", "bert");
        await run.RunAsync(CancellationToken.None);
        table.Resume("bert");
        await run.RunAsync(CancellationToken.None);
        var delivery = new OutboxDelivery(outbox, [new MailSender(mail)], time, NullLogger<OutboxDelivery>.Instance);
        await delivery.RunAsync(CancellationToken.None);
        Console.WriteLine($"{points} points");
        return 0;

        void Point(string what)
        {
            Console.WriteLine(what);
            if (++points != last)
                return;
            Console.WriteLine("waits");
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
