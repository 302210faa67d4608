namespace Metrics.Analyzers.Mail;

/// <summary>Addresses of the machine itself.</summary>
internal static class Loopback
{
    /// <summary>Whether it is one of 127.0.0.0/8 or ::1.</summary>
    public static bool Is(ReadOnlySpan<byte> address) => address.StartsWith("127."u8) || address.SequenceEqual("::1"u8);
}
