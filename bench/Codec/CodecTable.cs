using System.Diagnostics;
using System.Runtime.InteropServices;
using Metrics.RrdStore.Format.Codec;
using ZstdSharp;

namespace Metrics.Bench.Codec;

/// <summary>One table: a line per subject and the weighted mean.</summary>
internal static class CodecTable
{
    private const int ZstdLevel = 19;
    private const double SecondsPerFigure = 0.05;
    private const double SecondsToWarmUp = 3;

    private static readonly byte[] Scratch = new byte[8 * BlockCodec.MaximumCount * 2];

    public static void Print(string title, IEnumerable<CodecSubject> subjects)
    {
        Console.WriteLine(title);
        Console.WriteLine($"{"bytes and ns a value",-32} {"block",7} {"zstd-19",7} {"XOR",7} {"encode",7} {"decode",7}");
        var total = new double[5];
        double weights = 0;
        foreach (var subject in subjects)
        {
            var figures = Measure(subject);
            PrintLine(subject.Name, figures);
            weights += subject.Weight;
            for (var i = 0; i < total.Length; i++)
                total[i] += subject.Weight * figures[i];
        }
        PrintLine("mean by share", [.. total.Select(sum => sum / weights)]);
        Console.WriteLine();
    }

    /// <summary>Runs for some seconds: the runtime compiles a hot method again, in the background, a while after its first calls.</summary>
    public static void WarmUp(IReadOnlyList<CodecSubject> subjects)
    {
        var values = new double[BlockCodec.MaximumCount];
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsToWarmUp)
        {
            foreach (var subject in subjects)
            {
                var block = subject.Blocks[0];
                BlockCodec.Encode(block, Scratch, subject.StepsPerRow);
                BlockCodec.Decode(Scratch, values.AsSpan(0, block.Length));
            }
        }
    }

    private static void PrintLine(string name, double[] figures) =>
        Console.WriteLine(
            $"{name,-32} {figures[0],7:0.000} {figures[1],7:0.000} {figures[2],7:0.000} {figures[3],7:0.0} {figures[4],7:0.0}");

    private static double[] Measure(CodecSubject subject)
    {
        var encoded = subject.Blocks.Select(block => Scratch[..BlockCodec.Encode(block, Scratch, subject.StepsPerRow)]).ToArray();
        using var zstd = new Compressor(ZstdLevel);
        var values = new double[BlockCodec.MaximumCount];
        foreach (var (block, bytes) in subject.Blocks.Zip(encoded))
        {
            var decoded = values.AsSpan(0, block.Length);
            BlockCodec.Decode(bytes, decoded);
            if (!MemoryMarshal.AsBytes<double>(block).SequenceEqual(MemoryMarshal.AsBytes(decoded)))
                throw new InvalidOperationException($"{subject.Name}: a block did not come back.");
        }
        return
        [
            encoded.Sum(block => block.Length) / (double)subject.Count,
            subject.Blocks.Sum(block => zstd.Wrap(MemoryMarshal.AsBytes<double>(block), Scratch)) / (double)subject.Count,
            subject.Blocks.Sum(block => XorOfDoubles.Encode(block, Scratch)) / (double)subject.Count,
            Nanoseconds(subject, i => BlockCodec.Encode(subject.Blocks[i], Scratch, subject.StepsPerRow)),
            Nanoseconds(subject, i => BlockCodec.Decode(encoded[i], values.AsSpan(0, subject.Blocks[i].Length))),
        ];
    }

    // The fastest round of those that fit the time: what else runs on the machine only ever adds.
    private static double Nanoseconds(CodecSubject subject, Func<int, int> work)
    {
        var fastest = long.MaxValue;
        var end = Stopwatch.GetTimestamp() + (long)(SecondsPerFigure * Stopwatch.Frequency);
        do
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < subject.Blocks.Length; i++)
                work(i);
            fastest = Math.Min(fastest, Stopwatch.GetTimestamp() - start);
        }
        while (Stopwatch.GetTimestamp() < end);
        return fastest * 1e9 / Stopwatch.Frequency / subject.Count;
    }
}
