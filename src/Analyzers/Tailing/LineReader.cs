using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;

namespace Metrics.Analyzers.Tailing;

/// <summary>Hands lines to the reader of their format, and counts them.</summary>
/// <param name="format">Reads the lines.</param>
/// <param name="events">Takes what they say.</param>
/// <param name="shapes">Takes the lines whose shape is not known.</param>
internal sealed class LineReader(ILogFormat format, ILogEvents events, UnknownShapes shapes)
{
    /// <summary>Reads the lines.</summary>
    public ILogFormat Format => format;

    /// <summary>Lines read.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines whose shape is not known.</summary>
    public long Unknown { get; private set; }

    /// <summary>How these lines look.</summary>
    public UnknownShapes Shapes => shapes;

    /// <summary>Reads a line, without its end.</summary>
    public void Read(ReadOnlySpan<byte> line)
    {
        Lines++;
        if (line.IsEmpty)
            return;
        switch (format.Read(line, events))
        {
            case LineOutcome.Counted:
                events.LineEnded(line);
                break;
            case LineOutcome.Unknown:
                Unknown++;
                shapes.Add(line);
                break;
        }
    }
}
