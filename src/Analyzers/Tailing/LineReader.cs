using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Microsoft.Data.Sqlite;

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

    /// <summary>What the reading of a line failed of, as a sentence without its subject; null when none did. Such a line is unknown, and those
    /// behind it are read.</summary>
    public string? Fault { get; private set; }

    /// <summary>How these lines look.</summary>
    public UnknownShapes Shapes => shapes;

    /// <summary>Reads a line, without its end.</summary>
    /// <exception cref="SqliteException">The database could not be asked for something that the line needs.</exception>
    public void Read(ReadOnlySpan<byte> line)
    {
        Lines++;
        if (line.IsEmpty)
            return;
        if (!IsKnown(line))
        {
            Unknown++;
            shapes.Add(line);
        }
    }

    private bool IsKnown(ReadOnlySpan<byte> line)
    {
        try
        {
            var outcome = format.Read(line, events);
            if (outcome == LineOutcome.Counted)
                events.LineEnded(line);
            return outcome != LineOutcome.Unknown;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or SqliteException))
        {
            // Anybody can write lines: one that a mistake of ours meets must not keep all others from being read.
            Fault = $"has a line that was not read, of {Lines} since the start: {e.GetType().Name}: {e.Message}";
            return false;
        }
    }
}
