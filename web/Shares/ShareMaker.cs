using System.Security.Cryptography;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;

namespace Metrics.Web.Shares;

/// <summary>Makes shares for administrators: from the form of a page, and for programs.</summary>
internal sealed class ShareMaker(ShareDirectory shares, Passwords passwords, ServerOptions server, GraphCatalog graphs, TimeProvider time)
{
    /// <summary>Letters and digits that nobody takes for another.</summary>
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int PasswordLength = 14;

    /// <summary>Makes a share, or says why not.</summary>
    /// <param name="draft">What it shall be.</param>
    /// <param name="password">The visitor's password; empty: one is made up. Means nothing for a link.</param>
    /// <param name="by">Who makes it; empty when nobody had to sign in.</param>
    public async Task<ShareMade> MakeAsync(ShareDraft draft, string password, string by)
    {
        var faults = draft.Faults(time.GetUtcNow(), server.TimeZone).ToList();
        var chosen = draft.User is null ? null : password.Length > 0 ? password : RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
        if (chosen is { Length: < ShareDraft.ShortestPassword or > Passwords.Longest })
            faults.Add($"A password has {ShareDraft.ShortestPassword} to {Passwords.Longest} characters.");
        if (faults.Count > 0)
            return new ShareMade(null, null, [.. faults]);
        var hash = chosen is null ? null : await Task.Run(() => passwords.Hash(chosen));
        return shares.Add(draft, hash, by, server.TimeZone)
            ? new ShareMade(shares.Find(draft.Name), chosen, []) { Unmatched = draft.Scope.Unmatched(graphs.Graphs) }
            : new ShareMade(null, null, [$"There is a share {draft.Name} already, or there are too many."], IsTaken: true);
    }
}
