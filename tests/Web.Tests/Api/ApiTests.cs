using System.Net.Http.Json;
using System.Text.Json;

namespace Metrics.Web.Tests.Api;

public class ApiTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Graphs_are_listed_by_name_and_in_parts()
    {
        var names = new List<string>();
        string? after = null;
        do
        {
            var part = await server.Client.GetFromJsonAsync<JsonElement>($"/api/v1/graphs?limit=2{(after is null ? "" : $"&after={after}")}");
            names.AddRange(part.GetProperty("graphs").EnumerateArray().Select(graph => graph.GetProperty("name").GetString()!));
            after = part.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);

        Assert.Equal(names.Order(StringComparer.Ordinal).Distinct(), names);
        Assert.Superset(new HashSet<string> { "billing", "hwmon.test", "uplinks", server.Graph }, names.ToHashSet());
    }

    [Fact]
    public async Task A_graph_names_its_section_and_series()
    {
        var list = await server.Client.GetFromJsonAsync<JsonElement>("/api/v1/graphs?section=thermal");

        var graph = list.GetProperty("graphs").EnumerateArray().Single(graph => graph.GetProperty("name").GetString() == "hwmon.test");
        Assert.Equal("Replaced", graph.GetProperty("title").GetString());
        Assert.Equal(10, graph.GetProperty("step").GetInt32());
        Assert.Equal("hwmon.test.temp1", graph.GetProperty("series")[0].GetString());
    }

    [Fact]
    public async Task The_status_counts_what_there_is()
    {
        var status = await server.Client.GetFromJsonAsync<JsonElement>("/api/v1/status");

        Assert.Equal(4, status.GetProperty("series").GetInt32());
        Assert.False(status.GetProperty("store").TryGetProperty("error", out _));
        Assert.Equal(JsonValueKind.Array, status.GetProperty("sources").ValueKind);
    }

    [Theory]
    [InlineData("graphs?limit=0", "The parameter limit takes a whole number from 1 to 10000.")]
    [InlineData("graphs?sektion=x", "There is no parameter \"sektion\" here; did you mean \"section\"?")]
    [InlineData("status?x=1", "There is no parameter \"x\" here; this address takes none.")]
    public async Task A_wrong_question_gets_problem_details(string rest, string detail)
    {
        using var answer = await server.Client.GetAsync($"/api/v1/{rest}");

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(detail, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }
}
