using System.Net.Http.Json;
using System.Text.Json;

namespace Metrics.Web.Tests.Prometheus;

/// <summary>Asks the query API as Grafana does: a form in the body where its data source uses POST, the address otherwise.</summary>
internal static class PrometheusClient
{
    /// <summary>Asks by POST.</summary>
    public static async Task<JsonElement> PostAsync(this TestServer server, string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await server.Client.PostAsync($"/prometheus/api/v1/{path}", content);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Asks by GET.</summary>
    public static async Task<JsonElement> AskAsync(this TestServer server, string path, params (string Name, string Value)[] query)
    {
        using var answer = await server.Client.GetAsync(Address(path, query));
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The address of a question.</summary>
    public static string Address(string path, params (string Name, string Value)[] query) =>
        $"/prometheus/api/v1/{path}?{string.Join('&', query.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"))}";

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string?> Texts(this JsonElement list) => list.EnumerateArray().Select(text => text.GetString());
}
