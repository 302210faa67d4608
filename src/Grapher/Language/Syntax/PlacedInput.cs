using Sprache;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>A part of a line as Sprache reads it, which knows where on the line it stands.</summary>
internal sealed class PlacedInput(Located<string> text, int position = 0) : IInput
{
    /// <inheritdoc/>
    public string Source => text.Value;

    /// <inheritdoc/>
    public int Position => position;

    /// <inheritdoc/>
    public int Line => text.At.Line;

    /// <inheritdoc/>
    public int Column => text.At.Column + position;

    /// <inheritdoc/>
    public bool AtEnd => position == text.Value.Length;

    /// <inheritdoc/>
    public char Current => text.Value[position];

    /// <inheritdoc/>
    public IDictionary<object, object> Memos { get; } = new Dictionary<object, object>();

    /// <inheritdoc/>
    public IInput Advance() =>
        AtEnd ? throw new InvalidOperationException("The input is already at its end.") : new PlacedInput(text, position + 1);

    /// <inheritdoc/>
    public bool Equals(IInput? other) => other is PlacedInput && other.Source == Source && other.Position == Position;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IInput other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, Position);
}
