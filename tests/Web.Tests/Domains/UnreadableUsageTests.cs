using System.Net;
using System.Text.Json;
using Metrics.Web.Tests.Access;
using Microsoft.Data.Sqlite;

namespace Metrics.Web.Tests.Domains;

public sealed class UnreadableUsageTests(DomainServer server) : IClassFixture<DomainServer>
{
    private static readonly string[] Pages = ["/d/", "/d/a.example/2026-03", "/usage/2026-03", "/offenders"];

    private static readonly string[] Data = ["/d/a.example/2026-03.json", "/d/a.example/2026-03.csv", "/usage/2026-03.json", "/api/v1/offenders"];

    [Fact]
    public async Task Usage_that_cannot_be_read_is_refused_with_the_reason_and_read_when_it_can_be()
    {
        using var browser = server.Open();
        using var signedIn = await browser.SignInAsync(SecuredServer.Administrator);
        var path = Path.Combine(server["data"], "usage.db");
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        var random = new Random(1);
        var damaged = (byte[])whole.Clone();
        random.NextBytes(damaged.AsSpan(4_096));
        await RefusedAsync(damaged, "What was counted cannot be read: usage.db cannot be used: ");
        await RefusedAsync("garbage\n"u8.ToArray(), "What was counted cannot be read: usage.db cannot be used: ");
        await RefusedAsync(Newer(), "What was counted cannot be read: usage.db is of a newer version of Metrics.");

        Put(whole);
        foreach (var address in Pages.Concat(Data))
        {
            using var answer = await browser.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        }

        async Task RefusedAsync(byte[] database, string why)
        {
            Put(database);
            foreach (var address in Pages.Concat(Data))
            {
                using var answer = await browser.GetAsync(address);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.Equal((address, HttpStatusCode.ServiceUnavailable), (address, answer.StatusCode));
                Assert.Contains(why, answer.Content.Headers.ContentType!.MediaType == "application/problem+json" ? JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString() : text);
                Assert.DoesNotContain(path, text);
            }
        }

        void Put(byte[] database)
        {
            SqliteConnection.ClearAllPools();
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            File.WriteAllBytes(path, database);
        }

        byte[] Newer()
        {
            // Bytes 60 to 63 of the file are the number of its form.
            var newer = (byte[])whole.Clone();
            newer[62] = 3;
            return newer;
        }
    }
}
