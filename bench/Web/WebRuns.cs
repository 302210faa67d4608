using System.Net;

namespace Metrics.Bench.Web;

/// <summary>Loads a server with one thing after another.</summary>
/// <param name="server">Its root.</param>
/// <param name="directory">Where scripts for wrk may be written.</param>
/// <param name="connections">Connections at full load.</param>
/// <param name="seconds">Length of a run.</param>
internal sealed class WebRuns(Uri server, string directory, int connections, int seconds)
{
    private const int MostPaused = 400;

    private int fresh;

    /// <summary>Asks for a second: code is compiled, and what may be kept is kept.</summary>
    public Task<WrkRun> WarmAsync(WebCase one) => RunAsync(one, connections, 1, 0);

    /// <summary>As fast as answers come.</summary>
    public Task<WrkRun> FullAsync(WebCase one) => RunAsync(one, connections, seconds, 0);

    /// <summary>At about a rate: connections that wait between an answer and the next request, at random, so that they do not ask together.</summary>
    public Task<WrkRun> HalfAsync(WebCase one, double perSecond)
    {
        var delay = (int)Math.Clamp(64_000 / perSecond, 2, 100);
        return RunAsync(one, Math.Clamp((int)(perSecond * delay / 1000), 1, MostPaused), seconds, delay);
    }

    /// <summary>Asks for all of them in turn, until there were so many requests.</summary>
    /// <returns>How many there were.</returns>
    public async Task<long> ManyAsync(IReadOnlyList<WebCase> cases, long requests)
    {
        var asked = 0L;
        for (var i = 0; asked < requests; i++)
            asked += (await RunAsync(cases[i % cases.Count], connections, seconds, 0)).Requests;
        return asked;
    }

    private async Task<WrkRun> RunAsync(WebCase one, int many, int length, int delay)
    {
        var script = one.Script(delay, fresh);
        if (one.IsFresh)
            fresh += 100_003;
        string? file = null;
        if (script is not null)
            await File.WriteAllTextAsync(file = Path.Combine(directory, "load.lua"), script);
        var address = one.IsFresh ? server : new Uri(server, one.Path);
        string[] headers = one.IsPage ? ["Accept: text/html", "Accept-Encoding: gzip, deflate, br"] : ["Accept: image/*"];
        return WrkRun.Of(address, many, length, file, one.IsKnown ? [.. headers, $"If-None-Match: {await TagAsync(address, headers)}"] : headers);
    }

    /// <summary>The validator that a browser would send back; none when the answer has none.</summary>
    private static async Task<string> TagAsync(Uri address, string[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.OK ? answer.Headers.ETag?.ToString() ?? "\"none\"" : throw new HttpRequestException($"{address} answers {answer.StatusCode}.");
    }
}
