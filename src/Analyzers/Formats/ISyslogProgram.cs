using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Reads what a program, or a family of them, says in a system log. An instance belongs to one log.</summary>
internal interface ISyslogProgram
{
    /// <summary>Whether lines of a program are its own.</summary>
    /// <param name="program">Name as the line has it, without the process number: <c>postfix/smtpd</c>.</param>
    bool Owns(ReadOnlySpan<byte> program);

    /// <summary>Which part of a family of programs one is; its lines have the number in <see cref="SyslogLine.Part"/>, so that its name is compared once, not with
    /// every line.</summary>
    /// <param name="program">A name that is its own.</param>
    int Part(ReadOnlySpan<byte> program) => 0;

    /// <summary>Reads a line of such a program. A line that stands for several is read as often.</summary>
    LineOutcome Read(in SyslogLine line, ILogEvents events);

    /// <summary>See <see cref="ILogFormat.Save"/>. Keys begin with a byte that no other program of the log uses.</summary>
    void Save(StateChanges changes)
    {
        // Most keep nothing from line to line.
    }

    /// <summary>Takes an entry back.</summary>
    /// <returns>False when it is none of its own.</returns>
    /// <exception cref="FormatException">It was written by something else.</exception>
    bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => false;
}
