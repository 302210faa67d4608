using System.Buffers.Binary;
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
        steps = [.. pattern.Fields.Select((field, at) => new Step(field, Slot(field.Name), isLast: at == pattern.Fields.Length - 1))];

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
        foreach (ref readonly var step in steps.AsSpan())
        {
            var rest = line[at..];
            var length = step.Kind switch
            {
                StepKind.UpToByte => LineCursor.Near(rest, step.First),
                StepKind.UpToText => Find(rest, step),
                StepKind.Number => LineNumber.Length(rest),
                _ => rest.Length - step.Length,
            };
            if (length < 0 || (step.Kind >= StepKind.Number && !Begins(rest[length..], step)))
                return false;
            if (step.Slot >= 0)
                fields[step.Slot] = (at, length);
            at += length + step.Length;
        }
        return at == line.Length;
    }

    // Where the first byte stands the others mostly do as well.
    private static int Find(ReadOnlySpan<byte> text, in Step step)
    {
        var from = 0;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var at = LineCursor.Near(text[from..], step.First);
            if (at < 0)
                return -1;
            from += at;
            if (Begins(text[from..], step))
                return from;
            from++;
        }
        var rest = text[from..].IndexOf(step.End);
        return rest < 0 ? rest : from + rest;
    }

    // Most texts between fields are a few bytes, for which a call would take longer than the comparison.
    private static bool Begins(ReadOnlySpan<byte> text, in Step step) =>
        text.Length >= sizeof(ulong) && step.Length <= sizeof(ulong)
            ? (BinaryPrimitives.ReadUInt64LittleEndian(text) & step.Mask) == step.Bytes
            : text.StartsWith(step.End);

    /// <summary>How the end of a field is found. From <see cref="Number"/> on it has to stand where the field itself ends.</summary>
    private enum StepKind
    {
        UpToByte,
        UpToText,
        Number,
        Last,
    }

    private readonly struct Step
    {
        public Step(LineField field, int slot, bool isLast)
        {
            (End, Slot) = (Encoding.UTF8.GetBytes(field.End), slot);
            Length = End.Length;
            Kind = field.IsNumber ? StepKind.Number : isLast ? StepKind.Last : End.Length == 1 ? StepKind.UpToByte : StepKind.UpToText;
            First = End.Length > 0 ? End[0] : (byte)0;
            for (var i = Math.Min(End.Length, sizeof(ulong)) - 1; i >= 0; i--)
                (Bytes, Mask) = ((Bytes << 8) | End[i], (Mask << 8) | 0xFF);
        }

        public readonly byte[] End;
        public readonly int Length;
        public readonly StepKind Kind;
        public readonly int Slot;
        public readonly byte First;

        // The first eight bytes of the end, and what of them there is.
        public readonly ulong Bytes;
        public readonly ulong Mask;
    }
}
