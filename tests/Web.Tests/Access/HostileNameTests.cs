using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Endpoints;
using Metrics.Web.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Access;

/// <summary>Names that come from outside and are scripts: of hosts, interfaces, sensors, disks, arrays, mount points, and what the operator has
/// copied from somewhere. They are text everywhere.</summary>
public sealed partial class HostileNameTests(HostileNameTests.Server server) : IClassFixture<HostileNameTests.Server>
{
    private const string Name = "\"'><img src=x onerror=alert(1)>";
    private const string Text = Name + "</script></title></svg><script>alert(2)</script>]]>-->";

    [Fact]
    public async Task They_are_text_on_every_page()
    {
        var graphs = server.Services.GetRequiredService<GraphCatalog>();
        var own = graphs.Graphs.Where(graph => graph.Name.Contains(Name, StringComparison.Ordinal)).Select(graph => Uri.EscapeDataString(graph.Name)).ToList();
        var live = Uri.EscapeDataString(Name);
        Assert.True(own.Count >= 5, "The names are on too few graphs.");

        var shown = 0;
        foreach (var path in (string[])["/", "/status", "/live", $"/live/{live}", $"/bars/{live}", $"/shares?graph={own[0]}", "/nothing", $"/{live}",
            .. graphs.Sections.Select(section => "/" + section), .. own.SelectMany(graph => (string[])[$"/g/{graph}", $"/g/{graph}/week", $"/embed/{graph}/day"])])
        {
            using var answer = await server.GetPageAsync(path);
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, path);
            Assert.DoesNotContain("<img src=x", html);
            Assert.DoesNotContain("<script>", html);
            Assert.DoesNotContain("\"'>", html);
            Assert.DoesNotMatch(Handler(), Value().Replace(html, "\"\""));
            shown += html.Contains("&lt;img src=x", StringComparison.Ordinal) ? 1 : 0;
        }
        Assert.True(shown > own.Count, "The pages do not show the names.");
    }

    [Fact]
    public async Task They_are_text_in_every_picture_and_file()
    {
        foreach (var graph in server.Services.GetRequiredService<GraphCatalog>().Graphs.Where(graph => graph.Name.Contains(Name, StringComparison.Ordinal)))
            foreach (var format in GraphFormat.All)
                await CheckAsync($"/g/{Uri.EscapeDataString(graph.Name)}/day.{format.Extension}");
        foreach (var path in (string[])[$"/bar/{Uri.EscapeDataString(Name)}.svg", $"/bar/{Uri.EscapeDataString(Name)}.json", $"/bar/{Uri.EscapeDataString(Name)}.txt",
            $"/badge/{Uri.EscapeDataString($"net.{Name}.in")}.svg", "/api/v1/series", "/api/v1/graphs", "/api/v1/status", "/metrics"])
            await CheckAsync(path);
    }

    /// <summary>What is no document cannot be taken for one; drawings and JSON are what they say.</summary>
    private async Task CheckAsync(string path)
    {
        using var answer = await server.Client.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {body}");
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        switch (answer.Content.Headers.ContentType!.MediaType)
        {
            case "image/svg+xml":
                var elements = XDocument.Parse(body).Descendants().ToList();
                Assert.DoesNotContain(elements, element => element.Name.LocalName is "script" or "img" or "foreignObject");
                Assert.DoesNotContain(elements.Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
                break;
            case "application/json":
                using (JsonDocument.Parse(body))
                    break;
            case var other:
                Assert.Contains(other, (string[])["image/png", "image/webp", "application/pdf", "text/csv", "text/plain"]);
                break;
        }
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Value();

    /// <summary>An attribute of a tag that runs something.</summary>
    [GeneratedRegex("<[^>]*\\son[a-z]+=")]
    private static partial Regex Handler();

    /// <summary>A machine with hostile names wherever there can be one.</summary>
    public sealed class Server : TestServer, IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var store = Services.GetRequiredService<RoundRobinStore>();
            var schema = new Schema(10, 30, new ArchiveDefinition(ConsolidationFunction.Average, 1, 8_640));
            foreach (var (name, unit, attribute) in (ReadOnlySpan<(string, string, string)>)[
                ($"net.{Name}.in", "By/s", "interface"), ($"net.{Name}.out", "By/s", "interface"), ($"disk.{Name}.read", "By/s", "device"), ($"disk.{Name}.write", "By/s", "device"),
                ($"fs.{Name}.used", "By", "mount"), ($"fs.{Name}.free", "By", "mount"), ($"fs.{Name}.size", "By", "mount"), ($"hwmon.{Name}.temp1", "Cel", "chip"),
                ($"hwmon.{Name}.fan1", "{rpm}", "chip"), ($"raid.{Name}.active", "1", "array"), ($"cpu.{Name}.user", "%", "core"), ($"{Name}/net.eth0.in", "By/s", "interface"),
                ($"{Name}.other", Name, "x")])
            {
                var series = store.Define(new SeriesDefinition(SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), schema,
                    new SeriesMetadata(unit, Text, ImmutableSortedDictionary<string, string>.Empty.Add(attribute, Text))));
                for (var i = 30; i >= 0; i--)
                    store.Append([Reading.Of(series.Id, (Newest - i * 10) * 1_000_000, i)]);
            }
        }

        private protected override void Prepare(MetricsSettings settings) => (settings.Server.Title, settings.Server.Description) = (Text, Text);
    }
}
