using System.Text;

namespace Metrics.RrdStore;

/// <summary>The name of a series, for example <c>net.eth0.in</c> or, of another machine, <c>router1/net.eth0.in</c>.</summary>
/// <remarks>1 to <see cref="MaximumBytes"/> bytes of UTF-8 without control characters, white space at the ends or lone surrogates.
/// Parts are separated by dots; by convention names are lower case.</remarks>
public readonly record struct SeriesName : IComparable<SeriesName>
{
    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int MaximumBytes = 255;

    private readonly string? value;

    private SeriesName(string value) => this.value = value;

    /// <summary>The name as text; empty for <c>default</c>, which names nothing.</summary>
    public string Value => value ?? "";

    /// <summary>Takes a name, or says what is wrong with it.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, not valid Unicode, or has a control character.</exception>
    public static SeriesName Parse(string text) =>
        TryParse(text, out var name, out var fault) ? name : throw new ArgumentException(fault, nameof(text));

    /// <summary>Takes a name, or says what is wrong with it.</summary>
    /// <param name="text">The text to take.</param>
    /// <param name="name">The name, or <c>default</c>.</param>
    /// <param name="fault">One sentence naming the value and the limit, or null.</param>
    public static bool TryParse(string? text, out SeriesName name, out string? fault)
    {
        name = default;
        fault = Fault(text);
        if (fault is not null)
            return false;
        name = new SeriesName(text!);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(SeriesName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Fault(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "A series name is empty; it takes 1 to 255 bytes of UTF-8.";
        if (text.Length > MaximumBytes || Encoding.UTF8.GetByteCount(text) > MaximumBytes)
            return $"The series name that begins with \"{Printable(text[..Math.Min(text.Length, 32)])}\" is longer than {MaximumBytes} bytes of UTF-8.";
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            return $"The series name \"{Printable(text)}\" begins or ends with white space.";
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return $"The series name \"{Printable(text)}\" has the control character U+{(int)text[i]:X4} at position {i + 1}.";
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                    return $"The series name \"{Printable(text)}\" is not valid Unicode at position {i + 1}.";
                i++;
            }
        }
        return null;
    }

    private static string Printable(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
}
