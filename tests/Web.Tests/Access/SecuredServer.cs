using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.State;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Web.Tests.Access;

/// <summary>A server with users, behind a proxy on this machine, so that a test can be anywhere: <c>X-Forwarded-For</c> says where.</summary>
public class SecuredServer : TestServer
{
    /// <summary>The administrator.</summary>
    public const string Administrator = "anna";

    /// <summary>An owner of a.example.</summary>
    public const string Owner = "otto";

    /// <summary>A user whom only the proxy can name.</summary>
    public const string Proxied = "paula";

    /// <summary>The password of those who have one.</summary>
    public const string Password = "correct horse";

    /// <summary>The clock; it stands still unless a test moves it.</summary>
    internal FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    private protected override TimeProvider Time => Clock;

    private protected override void Prepare(MetricsSettings settings)
    {
        settings.Server.Proxies = ["127.0.0.1"];
        settings.Server.Hosts = ["stats.example"];
        settings.Access.UserHeader = "X-Remote-User";
        using var state = StateDatabase.Open(settings.Store.Path);
        using var passwords = new Passwords();
        var users = new UserDirectory(state, TimeProvider.System);
        var hash = passwords.Hash(Password);
        users.Add(Administrator, Role.Administrator, [], hash);
        users.Add(Owner, Role.Owner, ["A.example"], hash);
        users.Add(Proxied, Role.Administrator, [], null);
    }

    /// <summary>A new browser.</summary>
    /// <param name="from">Where it is; null: on this machine.</param>
    /// <param name="isSecure">Whether it speaks https with the proxy.</param>
    internal FormClient Open(string? from = null, bool isSecure = true) => new(Client.BaseAddress!, from, isSecure);
}
