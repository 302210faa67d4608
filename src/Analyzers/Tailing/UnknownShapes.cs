using System.Text;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Tailing;

/// <summary>Counts lines that no format knows by their shape, so that an administrator sees what is not understood: digits are one, the rest is
/// the beginning of the line. For several threads.</summary>
internal sealed class UnknownShapes
{
    /// <summary>Shapes that are told apart; lines of others are only counted.</summary>
    public const int Most = 100;

    private const int MostBytes = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<byte[], long> shapes;
    private readonly Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> byShape;

    /// <summary>Has seen nothing.</summary>
    public UnknownShapes() => shapes = ByteKeys.Exact.Dictionary(out byShape);

    /// <summary>The shapes and how often each was, most first.</summary>
    public IReadOnlyList<LogShape> All
    {
        get
        {
            lock (gate)
                return [.. shapes.OrderByDescending(s => s.Value).Select(s => new LogShape(Encoding.ASCII.GetString(s.Key), s.Value))];
        }
    }

    /// <summary>Counts a line.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        Span<byte> shape = stackalloc byte[MostBytes];
        var length = 0;
        foreach (var value in line)
        {
            if (length == MostBytes)
                break;
            var digit = value is >= (byte)'0' and <= (byte)'9';
            if (digit && length > 0 && shape[length - 1] == '0')
                continue;
            // Nothing that a terminal or a page would take for more than a text.
            shape[length++] = digit ? (byte)'0' : value is >= (byte)' ' and < 0x7F ? value : (byte)'?';
        }
        lock (gate)
        {
            if (byShape.TryGetValue(shape[..length], out var count) || shapes.Count < Most)
                byShape[shape[..length]] = count + 1;
        }
    }
}
