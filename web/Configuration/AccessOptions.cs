namespace Metrics.Web.Configuration;

/// <summary>Who may see what, beyond the users themselves, who are kept in the data directory.</summary>
internal sealed class AccessOptions
{
    /// <summary>How long a sign-in lasts without a request; an open page makes one at each refresh.</summary>
    public TimeSpan Session { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether passwords are taken from other machines over plain HTTP, where others can read them.</summary>
    public bool PlainPasswords { get; set; }

    /// <summary>The header in which the proxies of <see cref="ServerOptions.Proxies"/> name the user; empty: none.</summary>
    public string UserHeader { get; set; } = "";
}
