namespace Metrics.Actions.Mail;

/// <summary>A link of a mail: a button where there is HTML, since nobody wants to read an address with a token in it.</summary>
/// <param name="Text">What it does.</param>
/// <param name="Address">Where it leads.</param>
public sealed record MailLink(string Text, string Address);
