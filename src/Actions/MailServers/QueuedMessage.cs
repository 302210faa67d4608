namespace Metrics.Actions.MailServers;

/// <summary>A message in a queue.</summary>
/// <param name="Id">Its number at the mail server.</param>
/// <param name="Sender">Who it is from, as it stands there; empty: a report of a mail server.</param>
/// <param name="IsAside">Whether somebody has set it aside already.</param>
internal readonly record struct QueuedMessage(string Id, string Sender, bool IsAside = false)
{
    /// <summary>Numbers go to programs as arguments or lines: only letters, digits and - are ever in one.</summary>
    public bool IsSound => Id.Length is > 0 and < 64 && Id[0] != '-' && Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
