using System.Globalization;
using Metrics.RrdStore.Tests.Codec;

namespace Metrics.Bench.Codec;

/// <summary>Bytes and nanoseconds a value of the block codec, beside zstd -19 and XOR of doubles on the same values.</summary>
internal static class CodecBenchmark
{
    private const int PrimaryBlock = 512;
    private const int ArchiveBlock = 256;
    private const int StepsPerRow = 30;
    private const int Blocks = 16;

    /// <param name="arguments">Nothing for the seeded models of a server's series; else a file with a series a line: its name, then its
    /// values, with spaces between.</param>
    public static void Run(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            CodecTable.Print($"Values of {Path.GetFileName(arguments[0])}, blocks of {PrimaryBlock}", ReadFile(arguments[0]));
            return;
        }
        var primary = RealisticValues.All.Select(Primary).ToArray();
        CodecTable.WarmUp(primary);
        CodecTable.Print($"Primary data points, blocks of {PrimaryBlock}", primary);
        CodecTable.Print($"Rows of {StepsPerRow} primary data points, blocks of {ArchiveBlock}", Archives());
    }

    private static CodecSubject Primary(RealisticValues kind) =>
        new(kind.Name, kind.PercentOfMix, [.. kind.Block(Blocks * PrimaryBlock).Chunk(PrimaryBlock)]);

    private static IEnumerable<CodecSubject> Archives()
    {
        foreach (var kind in RealisticValues.All)
        {
            var rows = kind.Block(Blocks * ArchiveBlock * StepsPerRow).Chunk(StepsPerRow).ToArray();
            yield return Archive("AVERAGE", kind, rows, Average, StepsPerRow);
            yield return Archive("MIN", kind, rows, row => row.Where(double.IsFinite).Min());
            yield return Archive("MAX", kind, rows, row => row.Where(double.IsFinite).Max());
            yield return Archive("LAST", kind, rows, row => row[^1]);
        }
    }

    private static CodecSubject Archive(
        string function, RealisticValues kind, double[][] rows, Func<double[], double> consolidate, int stepsPerRow = 1) =>
        new($"{function} {kind.Name}", kind.PercentOfMix, [.. rows.Select(consolidate).Chunk(ArchiveBlock)], stepsPerRow);

    // As RRDtool does it: the doubles one after the other, then a division.
    private static double Average(double[] row)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in row.Where(double.IsFinite))
        {
            sum += value;
            count++;
        }
        return sum / count;
    }

    private static IEnumerable<CodecSubject> ReadFile(string path) =>
        from line in File.ReadLines(path)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields.Length > 1
        let values = fields[1..].Select(field => double.Parse(field, CultureInfo.InvariantCulture))
        select new CodecSubject(fields[0], 1, [.. values.Chunk(PrimaryBlock)]);
}
