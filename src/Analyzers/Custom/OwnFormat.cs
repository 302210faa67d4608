using System.Runtime.CompilerServices;
using System.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;

namespace Metrics.Analyzers.Custom;

/// <summary>Reads a log of one's own: finds the fields of each line, and counts it when its conditions hold.</summary>
internal sealed class OwnFormat : ILogFormat
{
    private readonly OwnCounts counts;
    private readonly LineMatcher matcher;
    private readonly string[] wanted;
    private readonly (int Slot, LineCondition Condition, byte[] Text)[] conditions;
    private readonly int[] sums;

    /// <summary>Makes a reader.</summary>
    /// <param name="counts">Where it is counted.</param>
    public OwnFormat(OwnCounts counts)
    {
        this.counts = counts;
        var log = counts.Log;
        wanted = [.. log.When.Select(c => c.Field).Concat(log.Sums).Distinct()];
        matcher = new LineMatcher(log.Line, wanted);
        conditions = [.. log.When.Select(c => (Array.IndexOf(wanted, c.Field), c, Encoding.UTF8.GetBytes(c.Text ?? "")))];
        sums = [.. log.Sums.Select(field => Array.IndexOf(wanted, field))];
    }

    /// <inheritdoc/>
    public string Name => counts.Log.Format;

    /// <inheritdoc/>
    /// <remarks>Not a part of its caller: the compiler puts only so many methods into one, and the small ones in here count.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public LineOutcome Read(ReadOnlySpan<byte> line, ILogEvents events)
    {
        Span<(int Begin, int Length)> fields = stackalloc (int, int)[LinePattern.MostFields];
        if (!matcher.Match(line, fields))
            return LineOutcome.Unknown;
        foreach (ref readonly var one in conditions.AsSpan())
            if (!Holds(line.Slice(fields[one.Slot].Begin, fields[one.Slot].Length), one.Condition, one.Text))
                return LineOutcome.Ignored;
        var fresh = counts.Fresh;
        fresh[0]++;
        for (var i = 0; i < sums.Length; i++)
        {
            var (begin, length) = fields[sums[i]];
            // A sum only grows, as a counter has to.
            if (LineNumber.Value(line.Slice(begin, length)) is > 0 and < 1e15 and var value)
                fresh[i + 1] += value;
        }
        return LineOutcome.Counted;
    }

    private static bool Holds(ReadOnlySpan<byte> field, LineCondition condition, byte[] text)
    {
        var number = condition.OfNumber ? LineNumber.Value(field) : double.NaN;
        return condition.Operator switch
        {
            LineOperator.Equal => condition.OfNumber ? number == condition.Number : field.SequenceEqual(text),
            LineOperator.NotEqual => condition.OfNumber ? number != condition.Number : !field.SequenceEqual(text),
            LineOperator.Below => number < condition.Number,
            LineOperator.AtMost => number <= condition.Number,
            LineOperator.Above => number > condition.Number,
            LineOperator.AtLeast => number >= condition.Number,
            LineOperator.Contains => field.IndexOf(text) >= 0,
            LineOperator.Begins => field.StartsWith(text),
            _ => field.EndsWith(text),
        };
    }
}
