using System.Numerics;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Which values of a block are known: lengths of runs, known and unknown in turn, known first.</summary>
internal static class ValidityMap
{
    /// <summary>Bytes that <see cref="Write"/> takes at most: one a run, and runs beyond 127 are few.</summary>
    public static int MaximumLength(int count) => count + 2;

    /// <summary>Whether no value is unknown.</summary>
    public static bool AreAllKnown(ReadOnlySpan<double> values)
    {
        var at = 0;
        for (; at <= values.Length - Vector<double>.Count; at += Vector<double>.Count)
            if (!Vector.EqualsAll(new Vector<double>(values[at..]), new Vector<double>(values[at..])))
                return false;
        foreach (var value in values[at..])
            if (double.IsNaN(value))
                return false;
        return true;
    }

    /// <summary>Copies the known values together.</summary>
    /// <returns>How many they are.</returns>
    public static int Compact(ReadOnlySpan<double> values, Span<double> known)
    {
        var count = 0;
        foreach (var value in values)
        {
            known[count] = value;
            count += double.IsNaN(value) ? 0 : 1;
        }
        return count;
    }

    public static void Write(ref ByteWriter writer, ReadOnlySpan<double> values)
    {
        for (var unknown = false; !values.IsEmpty; unknown = !unknown)
        {
            var run = 0;
            while (run < values.Length && double.IsNaN(values[run]) == unknown)
                run++;
            writer.WriteUnsigned((ulong)run);
            values = values[run..];
        }
    }

    /// <summary>Reads the runs.</summary>
    /// <param name="reader">Where they come from.</param>
    /// <param name="known">As many places as the block has values; true where known.</param>
    /// <returns>How many are known.</returns>
    /// <exception cref="InvalidDataException">The runs do not end with the block, or one is empty beyond the first.</exception>
    public static int Read(ref ByteReader reader, scoped Span<bool> known)
    {
        var count = 0;
        var isKnown = true;
        for (var at = 0; at < known.Length; isKnown = !isKnown)
        {
            var run = ReadRun(ref reader, known.Length - at, mayBeEmpty: at == 0 && isKnown);
            known.Slice(at, run).Fill(isKnown);
            count += isKnown ? run : 0;
            at += run;
        }
        return count;
    }

    /// <summary>Moves values that lie together at the start to their places, and fills the others with unknown.</summary>
    public static void Spread(Span<double> values, ReadOnlySpan<bool> known, int count)
    {
        for (var i = values.Length - 1; i >= 0; i--)
            values[i] = known[i] ? values[--count] : double.NaN;
    }

    private static int ReadRun(ref ByteReader reader, int most, bool mayBeEmpty)
    {
        var run = reader.ReadUnsigned();
        return run <= (ulong)most && (run > 0 || mayBeEmpty)
            ? (int)run
            : throw new InvalidDataException($"A block has a run of {run} known or unknown values where 1 to {most} can be.");
    }
}
