using Metrics.Grapher.Language;
using static Metrics.Grapher.Tests.SampleHost;

namespace Metrics.Grapher.Tests.Written;

/// <summary>Graphs that people have drawn with RRDtool for twenty years, in its language.</summary>
internal static class WrittenScenes
{
    public static TheoryData<string> Names => [.. Texts.Keys];

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["mrtg-day"] = """
            --start -33h --width 500 --height 135 --title "Traffic Analysis for eth0" --vertical-label "bits per second"
            DEF:in=net.eth0.in:AVERAGE
            DEF:out=net.eth0.out:AVERAGE
            CDEF:inbits=in,8,*
            CDEF:outbits=out,8,*
            AREA:inbits#00CC00:In 
            GPRINT:inbits:MAX:Max %6.1lf %Sb/s
            GPRINT:inbits:AVERAGE:Average %6.1lf %Sb/s
            GPRINT:inbits:LAST:Current %6.1lf %Sb/s\l
            LINE1:outbits#0000FF:Out
            GPRINT:outbits:MAX:Max %6.1lf %Sb/s
            GPRINT:outbits:AVERAGE:Average %6.1lf %Sb/s
            GPRINT:outbits:LAST:Current %6.1lf %Sb/s\l
            """,
        ["billing"] = """
            --start -30h --width 500 --height 160 --title "Billing, 95th percentile" --vertical-label b/s
            DEF:out=net.eth0.out:AVERAGE:step=300
            CDEF:bits=out,8,*
            VDEF:p95=bits,95,PERCENTNAN
            VDEF:peak=bits,MAXIMUM
            AREA:bits#2E9AFE:Out
            GPRINT:peak:highest %.1lf %Sb/s
            GPRINT:peak:at %H\:%M\l:strftime
            HRULE:p95#CC0000:95th percentile:dashes=6,3
            GPRINT:p95:%.1lf %Sb/s\l
            VRULE:peak#888888:peak
            CDEF:over=bits,p95,GT
            TICK:over#CC0000:0.04:above the 95th percentile\l
            TEXTALIGN:right
            COMMENT:as providers bill
            """,
        ["cpu-stack"] = """
            --start -30h --width 500 --height 150 --title "CPU" --vertical-label % --upper-limit 100 --lower-limit 0 --rigid
            DEF:wait=cpu.iowait:AVERAGE
            DEF:system=cpu.system:AVERAGE
            DEF:user=cpu.user:AVERAGE
            AREA:wait#C0392B:Wait
            AREA:system#E67E22:System:STACK
            AREA:user#3498DB:User:STACK
            COMMENT:\l
            GPRINT:wait:AVERAGE:Wait %4.1lf%%
            GPRINT:system:AVERAGE:System %4.1lf%%
            GPRINT:user:AVERAGE:User %4.1lf%%\c
            """,
        ["prediction"] = """
            --start -30h --width 500 --height 150 --title "Expected and measured" --vertical-label requests
            DEF:v=requests:AVERAGE
            CDEF:expected=172800,86400,2,1800,v,PREDICT
            CDEF:sigma=172800,86400,2,1800,v,PREDICTSIGMA
            CDEF:low=expected,sigma,3,*,-
            CDEF:high=expected,sigma,3,*,+
            CDEF:width=high,low,-
            CDEF:hour=v,3600,TREND
            LINE0:low
            AREA:width#CCCCCC80:expected ± 3σ:STACK
            LINE1:v#0000FF:measured
            LINE2:hour#FF8C00:mean of an hour:dashes=8,4
            CDEF:odd=v,expected,20,+,GT
            TICK:odd#FF0000:-0.05:unexpected
            """,
        ["logarithmic"] = """
            --start -6h --width 400 --height 120 --logarithmic --lower-limit 1 --title "Queue" --vertical-label mails
            DEF:q=mail.queue:AVERAGE
            LINE2:q#7B1FA2:waiting
            GPRINT:q:MAX:most %.0lf
            """,
        ["right-axis"] = """
            --start -30h --width 600 --height 220 --full-size-mode --title "eth0 out" --vertical-label b/s
            --right-axis 0.000000125:0 --right-axis-label MB/s --color BACK#EEEEEE --color MGRID#00000000
            DEF:out=net.eth0.out:AVERAGE
            CDEF:bits=out,8,*
            AREA:bits#2E9AFE:Out
            GPRINT:bits:LAST:%.1lf %Sb/s
            """,
    };

    /// <summary>The graph of a name, over the time that its text says.</summary>
    public static (GraphDefinition Definition, GraphRange Range) Build(string name, SampleHost host)
    {
        Fill(host);
        var program = GraphProgram.Parse(Texts[name]);
        var time = program.RangeAt(new GraphContext(host.Time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        var range = new GraphRange("custom", TimeSpan.FromSeconds(time.Seconds), DateTimeOffset.FromUnixTimeSeconds(time.EndSeconds));
        return (GraphDefinition.Of(name, "other", program), range);
    }

    private static void Fill(SampleHost host)
    {
        var span = TimeSpan.FromHours(34);
        double Day(double h) => 0.5 - 0.5 * Math.Cos((h + 14.58 - 4) / 12 * Math.PI);
        bool Down(double h) => h is > -11.4 and < -10.5;
        host.Add("net.eth0.in", span, 60, h => Down(h) ? double.NaN : (12 + 40 * Day(h) + 6 * Wander(h, 1, 0.4)) * 1e6 / 8, "By/s");
        host.Add("net.eth0.out", span, 60, h => Down(h) ? double.NaN : (25 + 130 * Day(h) + 15 * Wander(h, 3, 0.6)) * 1e6 / 8, "By/s");
        foreach (var (kind, level, seed) in new[] { ("iowait", 3.0, 20), ("system", 14.0, 21), ("user", 38.0, 22) })
            host.Add($"cpu.{kind}", span, 60, h => level * (1 + 0.4 * Wander(h, seed, 4) + 0.15 * Wander(h, seed + 5, 0.2)), "%");
        host.Add("requests", TimeSpan.FromDays(5), 300,
            h => 40 + 30 * Day(h) + 3 * Wander(h, 9, 0.5) + (h is > -5 and < -4 ? 25 : 0), "1");
        host.Add("mail.queue", TimeSpan.FromHours(7), 60, h => Math.Pow(10, 1.5 + 1.2 * Wander(h, 12, 1.5)), "1");
    }
}
