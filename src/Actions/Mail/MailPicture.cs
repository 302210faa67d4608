namespace Metrics.Actions.Mail;

/// <summary>A picture inside of a mail.</summary>
/// <param name="Name">Its name: letters, digits and dashes.</param>
/// <param name="Png">The bytes of the file.</param>
public sealed record MailPicture(string Name, byte[] Png);
