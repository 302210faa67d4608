using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metrics.Grapher;
using Metrics.Grapher.Language;
using Metrics.RrdStore;
using Metrics.Web.Endpoints;
using Metrics.Web.Pages;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Web.Tests.Endpoints;

/// <summary>Graphs of the configuration are graphs like all others.</summary>
public class ConfiguredGraphTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string[] Drawn = ["uplinks", "billing", "unmatched", "missing", "unread"];

    public static TheoryData<string, string> InEveryForm => [.. Drawn.SelectMany(graph => GraphFormat.All.Select(format => (graph, format.Extension)))];

    [Theory, MemberData(nameof(InEveryForm))]
    public async Task A_configured_graph_can_be_had_in_every_form(string graph, string extension)
    {
        using var answer = await server.Client.GetAsync($"/g/{graph}/day.{extension}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory, InlineData("/"), InlineData("/network"), InlineData("/billing"), InlineData("/g/uplinks"), InlineData("/g/billing"), InlineData("/g/unmatched"),
     InlineData("/g/missing"), InlineData("/g/unread")]
    public async Task A_page_shows_configured_graphs_and_escapes_their_names(string path)
    {
        using var answer = await server.GetPageAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_of_its_own_is_in_the_navigation_and_has_its_graphs()
    {
        using var first = await server.GetPageAsync("/");
        using var section = await server.GetPageAsync("/billing");

        Assert.Contains("billing\"", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("/g/billing", await section.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_are_drawn_as_bits_where_the_unit_says_so()
    {
        var json = await server.Client.GetFromJsonAsync<JsonElement>("/g/uplinks/day.json");

        var series = json.GetProperty("series")[0];
        Assert.Equal("net.eth9.in", series.GetProperty("name").GetString());
        Assert.Contains(series.GetProperty("average").EnumerateArray(), value => value.ValueKind == JsonValueKind.Number && value.GetDouble() == 80);
    }

    [Fact]
    public async Task A_text_gives_its_prints_and_its_table()
    {
        var json = await server.Client.GetFromJsonAsync<JsonElement>("/g/billing/day.json");
        var csv = await server.Client.GetStringAsync("/g/billing/day.csv");

        Assert.Equal("80", json.GetProperty("prints")[0].GetString());
        Assert.Equal("In", json.GetProperty("export").GetProperty("columns")[0].GetProperty("legend").GetString());
        Assert.StartsWith("time,\"In\"\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_cannot_be_worked_out_is_a_clear_answer_and_takes_no_page_with_it()
    {
        server.Configure(new GraphTemplate("broken")
        {
            Section = "broken",
            Program = GraphProgram.Parse("DEF:in=net.eth9.in:AVERAGE:start=20260101:end=20250101\nLINE:in#ff0000:In"),
        });

        using var answer = await server.Client.GetAsync("/g/broken/day.png");
        using var page = await server.GetPageAsync("/broken");
        using var own = await server.GetPageAsync("/g/broken");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("line 1, column ", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Null(answer.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Contains("cannot be drawn", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_graph_takes_the_place_of_a_known_one_of_its_name_and_goes_with_its_configuration()
    {
        using var directory = new TemporaryDirectory();
        using var store = RoundRobinStore.Open(directory["data"]);
        store.Define(new SeriesDefinition(SeriesName.Parse("load.1m"), new DataSource(DataSourceType.Gauge),
            new Schema(10, 30, new ArchiveDefinition(ConsolidationFunction.Average, 1, 100)), new SeriesMetadata("1")));
        var own = ImmutableArray.Create(new GraphTemplate("load") { Title = "Mine", Series = ["load.*"] }, new GraphTemplate("more") { Series = ["load.1m"] });
        var catalog = new GraphCatalog(store, new FakeTimeProvider(), own);
        var before = catalog.Version;

        Assert.Equal("Mine", catalog.Find("load")?.Title);
        Assert.Equal(["load", "more"], catalog.Graphs.Select(graph => graph.Name));
        catalog.Use([]);
        Assert.NotEqual("Mine", catalog.Find("load")?.Title);
        Assert.Null(catalog.Find("more"));
        Assert.NotEqual(before, catalog.Version);
    }

    [Theory]
    [InlineData("net.*.in", "net.eth0.in", true), InlineData("net.*.in", "net.eth0.in.packets", false), InlineData("*", "anything", true)]
    [InlineData("net.eth(0).in", "net.eth(0).in", true), InlineData("a*b*c*", "a.b.c", true), InlineData("a.b*", "aXb", false)]
    public void A_star_stands_for_any_characters_and_nothing_else_has_a_meaning(string pattern, string name, bool expected)
    {
        using var directory = new TemporaryDirectory();
        using var store = RoundRobinStore.Open(directory["data"]);
        store.Define(new SeriesDefinition(SeriesName.Parse(name), new DataSource(DataSourceType.Gauge),
            new Schema(10, 30, new ArchiveDefinition(ConsolidationFunction.Average, 1, 100)), new SeriesMetadata("1")));

        Assert.Equal(expected ? 1 : 0, new GraphTemplate("x") { Series = [pattern] }.Define(store.List()).Series.Length);
    }
}
