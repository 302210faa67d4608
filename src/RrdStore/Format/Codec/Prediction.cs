namespace Metrics.RrdStore.Format.Codec;

/// <summary>Numbers to their distances from what a predictor expects, and back. All arithmetic is modulo 2^64, so every number has its
/// exact way back.</summary>
internal static class Prediction
{
    /// <summary>The predictor whose distances have the fewest significant bits; of equals the simpler.</summary>
    /// <param name="numbers">At least one.</param>
    public static Predictor Choose(ReadOnlySpan<ulong> numbers)
    {
        var level = LevelPredictor.After(numbers[0]);
        var slope = SlopePredictor.After(numbers[0]);
        var last = numbers[0];
        var (bitsPlain, bitsLevel, bitsLast, bitsSlope) = (0, 0, 0, 0);
        foreach (var number in numbers[1..])
        {
            bitsPlain += RiceModel.Length(number);
            bitsLevel += RiceModel.Length(Distance(level.Expected, number));
            bitsLast += RiceModel.Length(Distance(last, number));
            bitsSlope += RiceModel.Length(Distance(slope.Expected, number));
            level.Learn(number);
            slope.Learn(number);
            last = number;
        }
        var best = Math.Min(Math.Min(bitsPlain, bitsLast), Math.Min(bitsLevel, bitsSlope));
        return best == bitsPlain ? Predictor.None
            : best == bitsLast ? Predictor.Last
            : best == bitsLevel ? Predictor.Level
            : Predictor.Slope;
    }

    /// <summary>Writes the distance of each number but the first, which has nothing before it.</summary>
    /// <param name="predictor">Not <see cref="Predictor.None"/>.</param>
    /// <param name="numbers">At least one.</param>
    /// <param name="distances">One fewer.</param>
    public static void Forward(Predictor predictor, ReadOnlySpan<ulong> numbers, Span<ulong> distances)
    {
        switch (predictor)
        {
            case Predictor.Level:
                Forward(LevelPredictor.After(numbers[0]), numbers, distances);
                break;
            case Predictor.Last:
                Forward(LastPredictor.After(numbers[0]), numbers, distances);
                break;
            default:
                Forward(SlopePredictor.After(numbers[0]), numbers, distances);
                break;
        }
    }

    /// <summary>Turns distances into numbers, in place.</summary>
    /// <param name="predictor">Not <see cref="Predictor.None"/>.</param>
    /// <param name="numbers">The first number, then the distances.</param>
    public static void Back(Predictor predictor, Span<ulong> numbers)
    {
        switch (predictor)
        {
            case Predictor.Level:
                Back(LevelPredictor.After(numbers[0]), numbers);
                break;
            case Predictor.Last:
                Back(LastPredictor.After(numbers[0]), numbers);
                break;
            default:
                Back(SlopePredictor.After(numbers[0]), numbers);
                break;
        }
    }

    private static void Forward<T>(T predictor, ReadOnlySpan<ulong> numbers, Span<ulong> distances)
        where T : struct, IPredictor
    {
        for (var i = 0; i < distances.Length; i++)
        {
            var number = numbers[i + 1];
            distances[i] = Distance(predictor.Expected, number);
            predictor.Learn(number);
        }
    }

    private static void Back<T>(T predictor, Span<ulong> numbers)
        where T : struct, IPredictor
    {
        foreach (ref var number in numbers[1..])
        {
            number = predictor.Expected + (ulong)ZigZag.Unfold(number);
            predictor.Learn(number);
        }
    }

    private static ulong Distance(ulong expected, ulong number) => ZigZag.Fold((long)(number - expected));

    private interface IPredictor
    {
        ulong Expected { get; }

        void Learn(ulong number);
    }

    private struct LastPredictor : IPredictor
    {
        public ulong Expected { get; private set; }

        public static LastPredictor After(ulong first) => new() { Expected = first };

        public void Learn(ulong number) => Expected = number;
    }

    private struct LevelPredictor : IPredictor
    {
        private const int MemoryShift = 2;

        // The running mean times 2^MemoryShift. Of numbers near 2^64 it wraps: a bad guess, and still the same guess both ways.
        private ulong scaled;

        public readonly ulong Expected => scaled >> MemoryShift;

        public static LevelPredictor After(ulong first) => new() { scaled = first << MemoryShift };

        public void Learn(ulong number) => scaled += number - (scaled >> MemoryShift);
    }

    private struct SlopePredictor : IPredictor
    {
        private ulong last;

        public ulong Expected { get; private set; }

        public static SlopePredictor After(ulong first) => new() { last = first, Expected = first };

        public void Learn(ulong number)
        {
            Expected = number + (number - last);
            last = number;
        }
    }
}
