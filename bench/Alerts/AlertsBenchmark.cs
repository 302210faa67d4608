using System.Diagnostics;
using System.Net;
using Metrics.Actions.Alerts;
using Metrics.Actions.Mail;
using Metrics.Actions.Rules;
using Metrics.Actions.Tests.Mail;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Configuration;

namespace Metrics.Bench.Alerts;

/// <summary>The whole server at a step of 1 s, and a real smart host: from the moment that the load is too high until the host has the mail, with the graph in it.</summary>
internal static class AlertsBenchmark
{
    private const double BarSeconds = 1.5;

    /// <summary>Longer than 20 % of 21 looks: the incident comes and goes, and must not be taken for flapping.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Prints how long it took; the argument is how often the load goes up, 10 times without.</summary>
    public static void Run(string[] arguments)
    {
        var times = arguments.Length > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 10;
        var directory = Directory.CreateTempSubdirectory("metrics-bench-");
        try
        {
            RunAsync(directory, times).GetAwaiter().GetResult();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(DirectoryInfo directory, int times)
    {
        var load = Path.Combine(directory.CreateSubdirectory("proc").FullName, "loadavg");
        Write(load, 1);
        await using var sink = new SmtpSink();
        using var store = RoundRobinStore.Open(Path.Combine(directory.FullName, "data"));
        await using var app = Metrics.Web.Program.Compose(Settings(directory, sink), store);
        await app.StartAsync();
        var random = new Random(1);
        var (up, down) = (new double[times], new double[times]);
        for (var i = 0; i < times; i++)
        {
            up[i] = await MeasureAsync(sink, load, 99, random);
            down[i] = await MeasureAsync(sink, load, 1, random);
        }
        await app.StopAsync();
        Console.WriteLine($"{times} times, at any moment of a step of 1 s; until the smart host has answered 250 to a mail with the graph in it.\n");
        Console.WriteLine("| the load is | fastest | median | slowest | bar |\n|---|---:|---:|---:|---:|");
        Print("too high", up);
        Print("well again", down);
    }

    private static void Print(string name, double[] seconds)
    {
        Array.Sort(seconds);
        Console.WriteLine($"| {name} | {seconds[0]:0.00} s | {seconds[seconds.Length / 2]:0.00} s | {seconds[^1]:0.00} s | {BarSeconds:0.0} s |");
        if (seconds[^1] > BarSeconds)
            Environment.ExitCode = 2;
    }

    private static async Task<double> MeasureAsync(SmtpSink sink, string load, int value, Random random)
    {
        await Task.Delay(Pause + TimeSpan.FromMilliseconds(random.Next(1_000)));
        var before = sink.Mails.Count;
        var watch = Stopwatch.StartNew();
        Write(load, value);
        while (sink.Mails.Count == before && watch.Elapsed < Patience)
            await Task.Delay(1);
        return sink.Mails.Count > before ? watch.Elapsed.TotalSeconds : double.PositiveInfinity;
    }

    private static void Write(string file, int load) => File.WriteAllText(file, $"{load}.00 {load}.00 {load}.00 1/100 1000\n");

    private static MetricsSettings Settings(DirectoryInfo directory, SmtpSink sink)
    {
        var settings = new MetricsSettings
        {
            Rules = [new Rule("load") { Warning = RuleExpression.Parse("load.1m > 50") }],
            Alerts = [new Receiver("sink") { Mail = ["anna@example.net"], Group = TimeSpan.Zero }],
        };
        settings.Server.Listen = [new IPEndPoint(IPAddress.Loopback, 0)];
        settings.Store.Path = Path.Combine(directory.FullName, "data");
        settings.Collector.Step = TimeSpan.FromSeconds(1);
        settings.Collector.ProcRoot = Path.Combine(directory.FullName, "proc");
        foreach (var source in CollectorOptions.SourceNames.Where(name => name != "load"))
            settings.Collector.Disabled.Add(source);
        (settings.Mail.Hosts, settings.Mail.Port, settings.Mail.Tls, settings.Mail.From) = (["127.0.0.1"], sink.Port, TlsMode.None, "m@example.net");
        return settings;
    }
}
