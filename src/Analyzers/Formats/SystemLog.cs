using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>A system log: each line is read by who knows the program that wrote it; lines of other programs are passed over.</summary>
/// <param name="name">Name in the configuration.</param>
/// <param name="stamps">Reads the times of the lines.</param>
/// <param name="messages">Messages under way of the mail servers among the programs.</param>
/// <param name="programs">Who reads, first match first.</param>
internal sealed class SystemLog(string name, StampReader stamps, MessageTracker messages, ISyslogProgram[] programs) : ILogFormat
{
    // Who read the last lines of programs with these names, at places by their hashes: a log has a few dozen programs.
    private readonly (ulong Name, ISyslogProgram? Reader, int Part)[] readers = new (ulong, ISyslogProgram?, int)[256];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public long Forgotten => messages.Forgotten;

    /// <inheritdoc/>
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        if (!SyslogLine.Read(line, stamps, out var parts))
            return LineOutcome.Unknown;
        var program = NameHash.Of(parts.Program);
        ref var known = ref readers[(byte)program];
        if (known.Name != program)
        {
            var owner = Reader(parts.Program);
            known = (program, owner, owner?.Part(parts.Program) ?? 0);
        }
        if (known.Reader is not { } reader)
            return LineOutcome.Ignored;
        parts.Part = known.Part;
        var outcome = LineOutcome.Ignored;
        for (var i = 0; i < parts.Times; i++)
            outcome = reader.Read(parts, events);
        return outcome;
    }

    /// <inheritdoc/>
    public void Save(StateChanges changes)
    {
        stamps.Save(changes);
        messages.Save(changes);
        foreach (var program in programs)
            program.Save(changes);
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (stamps.Restore(key, value))
            return;
        foreach (var program in programs)
            if (program.Restore(key, value))
                return;
        messages.Restore(key, value);
    }

    private ISyslogProgram? Reader(ReadOnlySpan<byte> program)
    {
        foreach (var candidate in programs)
            if (candidate.Owns(program))
                return candidate;
        return null;
    }
}
