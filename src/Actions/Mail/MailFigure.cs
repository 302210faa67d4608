namespace Metrics.Actions.Mail;

/// <summary>A picture of a mail.</summary>
/// <param name="Name">Its name: letters, digits and dashes; once in a mail.</param>
/// <param name="Alternative">What it says, for who does not see it.</param>
/// <param name="Png">The bytes of the file.</param>
/// <param name="Width">Its width in CSS pixels.</param>
public sealed record MailFigure(string Name, string Alternative, byte[] Png, int Width);
