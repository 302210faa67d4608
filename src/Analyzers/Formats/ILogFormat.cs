using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Reads the lines of one log, in their order. An instance belongs to one log and keeps what its lines have begun.</summary>
internal interface ILogFormat
{
    /// <summary>Name in the configuration: <c>postfix</c>.</summary>
    string Name { get; }

    /// <summary>Messages under way that were forgotten because there were too many.</summary>
    long Forgotten => 0;

    /// <summary>Reads a line and tells what it says.</summary>
    /// <param name="line">Without its end; any bytes.</param>
    /// <param name="events">Takes what was read.</param>
    LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events);

    /// <summary>Tells what has begun and not ended, as far as it changed since the last time, for <see cref="Restore"/> after a restart.</summary>
    void Save(StateChanges changes)
    {
        // Most formats keep nothing from line to line.
    }

    /// <summary>Takes back an entry that <see cref="Save"/> told.</summary>
    /// <exception cref="FormatException">It was written by something else.</exception>
    void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
    }
}
