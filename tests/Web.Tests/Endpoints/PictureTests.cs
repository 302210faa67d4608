using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Metrics.Web.Tests.Endpoints;

public class PictureTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private string Path => $"/g/{Uri.EscapeDataString(server.Graph)}";

    [Theory]
    [InlineData("", 620, 200)]
    [InlineData("?w=344&h=176&theme=dark&legend=0", 344, 176)]
    [InlineData("?w=120&h=24&scale=3&title=1", 360, 72)]
    public async Task A_picture_has_the_size_asked_for(string query, int width, int height)
    {
        using var answer = await server.Client.GetAsync($"{Path}/day.png{query}");
        var png = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(PngSignature, png[..8]);
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(height, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Theory]
    [InlineData("svg", "image/svg+xml", "<svg class=\"g\" xmlns=\"http://www.w3.org/2000/svg\"")]
    [InlineData("webp", "image/webp", "RIFF")]
    [InlineData("pdf", "application/pdf", "%PDF-")]
    [InlineData("csv", "text/csv; charset=utf-8", "time,\"In\",")]
    [InlineData("json", "application/json", "{")]
    [InlineData("txt", "text/plain; charset=utf-8", "eth9 traffic, last ")]
    public async Task A_graph_can_be_had_in_other_forms(string extension, string type, string beginning)
    {
        using var answer = await server.Client.GetAsync($"{Path}/day.{extension}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.StartsWith(beginning, await answer.Content.ReadAsStringAsync());
        Assert.NotNull(answer.Headers.ETag);
        Assert.InRange(answer.Headers.CacheControl!.MaxAge!.Value.TotalSeconds, 1, 10);
    }

    [Fact]
    public async Task A_drawing_opened_by_itself_can_load_and_run_nothing()
    {
        using var answer = await server.Client.GetAsync($"{Path}/day.svg");

        Assert.Equal(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task A_drawing_has_the_ground_of_panels_unless_it_is_asked_for_without()
    {
        const string ground = "<rect class=\"cd\" width=\"100%\"";

        Assert.Contains(ground, await server.Client.GetStringAsync($"{Path}/day.svg"));
        Assert.DoesNotContain(ground, await server.Client.GetStringAsync($"{Path}/day.svg?bg=none"));
    }

    [Fact]
    public async Task A_drawing_for_a_panel_is_below_six_kilobytes_when_compressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/day.svg?w=620&h=200&legend=0");
        request.Headers.Add("Accept-Encoding", "br");

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1, 6_000);
    }

    [Fact]
    public async Task A_picture_is_private_and_kept_until_the_next_data()
    {
        using var answer = await server.Client.GetAsync($"{Path}/day.png");

        Assert.True(answer.Headers.CacheControl?.Private);
        Assert.InRange(answer.Headers.CacheControl!.MaxAge!.Value.TotalSeconds, 1, 10);
        Assert.NotNull(answer.Headers.ETag);
    }

    [Fact]
    public async Task A_picture_that_is_known_already_is_not_sent_again()
    {
        using var first = await server.Client.GetAsync($"{Path}/week.png");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/week.png");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Theory, InlineData("svg", true), InlineData("csv", true), InlineData("png", false)]
    public async Task What_is_compressed_for_some_says_so_with_304_too(string extension, bool varies)
    {
        using var first = await server.Client.GetAsync($"{Path}/week.{extension}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/week.{extension}");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Client.SendAsync(request);

        Assert.True(first.Headers.ETag!.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.All([first, second], answer => Assert.Equal(varies ? ["Accept-Encoding"] : [], answer.Headers.Vary));
    }

    [Fact]
    public async Task A_slash_that_is_escaped_twice_is_no_slash_of_a_name()
    {
        using var answer = await server.Client.GetAsync("/g/a%252Fb/day.svg");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Another_size_is_another_picture()
    {
        using var one = await server.Client.GetAsync($"{Path}/day.png?w=300");
        using var other = await server.Client.GetAsync($"{Path}/day.png?w=301");

        Assert.NotEqual(one.Headers.ETag, other.Headers.ETag);
    }

    [Theory]
    [InlineData("day.png?w=119", 400, "The parameter w takes a whole number from 120 to 4000.")]
    [InlineData("day.png?w=4001", 400, "The parameter w takes a whole number from 120 to 4000.")]
    [InlineData("day.png?w=1e3", 400, "The parameter w takes a whole number from 120 to 4000.")]
    [InlineData("day.png?h=-1", 400, "The parameter h takes a whole number from 24 to 2000.")]
    [InlineData("day.png?scale=4", 400, "The parameter scale takes a whole number from 1 to 3, or auto, full or common.")]
    [InlineData("day.png?w=4000&h=2000&scale=3", 400, "A picture has at most 8000000 device pixels; w, h and scale ask for 12000 times 6000.")]
    [InlineData("day.png?theme=", 400, "The parameter theme takes auto, light or dark.")]
    [InlineData("day.png?legend=yes", 400, "The parameter legend takes a whole number from 0 to 1.")]
    [InlineData("day.png?width=300", 400, "There is no parameter \"width\" here; there are w, h, theme, bg, legend, title, series, scale.")]
    [InlineData("day.png?series=cpu.user", 400, "The parameter series takes names of this graph's series: net.eth9.in, net.eth9.out.")]
    [InlineData("day.csv?bg=none", 400, "There is no parameter \"bg\" here; there are series.")]
    [InlineData("day.svg?bg=pink", 400, "The parameter bg takes card or none.")]
    [InlineData("day.svg?scale=huge", 400, "The parameter scale takes a whole number from 1 to 3, or auto, full or common.")]
    [InlineData("day.csv?w=300", 400, "There is no parameter \"w\" here; there are series.")]
    [InlineData("decade.png", 404, "There is no such range; there are 6h, day, week, month, year.")]
    public async Task A_wrong_address_gets_problem_details(string rest, int status, string detail)
    {
        using var answer = await server.Client.GetAsync($"{Path}/{rest}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Many_requests_at_once_are_all_answered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => server.Client.GetAsync($"{Path}/day.png?w={300 + i / 2}")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }
}
