namespace Metrics.Analyzers.Text;

/// <summary>A short text of bytes that is set again and again and keeps its memory.</summary>
internal struct ByteText
{
    /// <summary>Longest text kept, in bytes; what an attacker makes longer is cut.</summary>
    public const int Maximum = 512;

    private byte[]? bytes;
    private int length;

    /// <summary>What is kept of a text.</summary>
    public static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, Maximum)];

    /// <summary>What was set last; empty at first.</summary>
    public readonly ReadOnlySpan<byte> Span => bytes.AsSpan(0, length);

    /// <summary>Keeps another text.</summary>
    public void Set(ReadOnlySpan<byte> text)
    {
        length = Math.Min(text.Length, Maximum);
        if (bytes is null || bytes.Length < length)
            bytes = new byte[Math.Max(32, length)];
        text[..length].CopyTo(bytes);
    }
}
