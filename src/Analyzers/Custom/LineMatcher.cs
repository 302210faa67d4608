using System.Text;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Custom;

/// <summary>Finds the fields of lines of a pattern: one search for the text behind each, nothing copied.</summary>
internal sealed class LineMatcher
{
    // Beyond that the search for all bytes at once is faster.
    private const int MostTries = 3;

    private readonly byte[] head;
    private readonly Step[] steps;

    /// <summary>Makes a matcher.</summary>
    /// <param name="pattern">How lines look.</param>
    /// <param name="wanted">Names of the fields that are asked for; each gets its place in this order.</param>
    public LineMatcher(LinePattern pattern, IReadOnlyList<string> wanted)
    {
        head = Encoding.UTF8.GetBytes(pattern.Head);
        steps = [.. pattern.Fields.Select(f => new Step(Encoding.UTF8.GetBytes(f.End), f.IsNumber, Slot(f.Name)))];

        int Slot(string name)
        {
            for (var i = 0; i < wanted.Count; i++)
                if (wanted[i] == name)
                    return i;
            return -1;
        }
    }

    /// <summary>Finds the fields.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fields">Takes the place of each field that was asked for.</param>
    /// <returns>False when the line is none of the pattern.</returns>
    public bool Match(ReadOnlySpan<byte> line, Span<(int Begin, int Length)> fields)
    {
        if (!line.StartsWith(head))
            return false;
        var at = head.Length;
        for (var i = 0; i < steps.Length; i++)
        {
            ref readonly var step = ref steps[i];
            var rest = line[at..];
            var last = i == steps.Length - 1;
            var length = step.IsNumber ? LineNumber.Length(rest)
                : last ? rest.Length - step.End.Length
                : Find(rest, step.End);
            if (length < 0)
                return false;
            if ((step.IsNumber || last) && !Begins(rest[length..], step.End))
                return false;
            if (step.Slot >= 0)
                fields[step.Slot] = (at, length);
            at += length + step.End.Length;
        }
        return at == line.Length;
    }

    // Where the first byte stands the others mostly do as well.
    private static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        var from = 0;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var at = LineCursor.Near(text[from..], end[0]);
            if (at < 0)
                return -1;
            from += at;
            if (Begins(text[from..], end))
                return from;
            from++;
        }
        var rest = text[from..].IndexOf(end);
        return rest < 0 ? rest : from + rest;
    }

    // Most texts between fields are one byte, for which a call would take longer than the comparison.
    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> with) => with.Length switch
    {
        0 => true,
        1 => !text.IsEmpty && text[0] == with[0],
        _ => text.StartsWith(with),
    };

    private readonly record struct Step(byte[] End, bool IsNumber, int Slot);
}
