namespace Metrics.RrdStore.Format.Codec;

/// <summary>A row of unsigned numbers, small ones most, in the cheapest of the codings: one byte that names the coding and its
/// parameter, then bits, filled up to a byte.</summary>
internal static class NumberStream
{
    private const int ParameterBits = 6;
    private const int ParameterMask = (1 << ParameterBits) - 1;
    private const int RunParameter = 3;

    // A number of so many bits takes 64 at most in Rice code, so that it fits where the numbers themselves do.
    private const int WidestUnmeasured = 38;

    /// <summary>Bytes that <see cref="Write"/> takes at most.</summary>
    public static int MaximumLength(int count) => 1 + count * sizeof(ulong);

    /// <param name="writer">Where the bytes go.</param>
    /// <param name="numbers">At least one.</param>
    /// <param name="sizes">What is known of them.</param>
    /// <param name="isBrief">Whether a coding that is about as short may do.</param>
    public static void Write(ref ByteWriter writer, ReadOnlySpan<ulong> numbers, in NumberSizes sizes, bool isBrief)
    {
        var (_, all, lengths, zeros) = sizes;
        if (all == 0)
        {
            WriteHead(ref writer, NumberCoding.Zeros, 0);
            return;
        }

        // The mean length of the numbers is the parameter to start with: unlike the length of their mean it does not follow a single
        // large one.
        var width = sizes.Width;
        var riceParameter = Math.Min(lengths / numbers.Length, RiceModel.HighestParameter);
        var runParameter = Math.Min(lengths / (numbers.Length - zeros) - 1, RiceModel.HighestParameter);
        var packed = sizes.Packed;
        if (isBrief && packed <= sizes.Rice)
        {
            WritePacked(ref writer, numbers, width);
            return;
        }
        // Runs pay when most numbers are zero; a third is far below the break-even.
        var mayHaveRuns = zeros * 3 >= numbers.Length;
        if (!mayHaveRuns && width <= WidestUnmeasured)
        {
            if (!TryWriteRice(ref writer, numbers, riceParameter, packed))
                WritePacked(ref writer, numbers, width);
            return;
        }
        var rice = MeasureRice(numbers, riceParameter);
        var runs = mayHaveRuns ? MeasureRuns(numbers, runParameter) : long.MaxValue;
        if (packed <= rice && packed <= runs)
            WritePacked(ref writer, numbers, width);
        else if (rice <= runs)
            TryWriteRice(ref writer, numbers, riceParameter, packed);
        else
            WriteRuns(ref writer, numbers, runParameter);
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> makes.</exception>
    public static void Read(ref ByteReader reader, Span<ulong> numbers)
    {
        var head = reader.ReadByte();
        var parameter = head & ParameterMask;
        var coding = (NumberCoding)(head >> ParameterBits);
        if (coding is NumberCoding.Rice or NumberCoding.Runs && parameter > RiceModel.HighestParameter)
            throw new InvalidDataException($"A block's Rice parameter is {parameter}; the highest is {RiceModel.HighestParameter}.");

        var bits = new BitReader(reader.Rest);
        switch (coding)
        {
            case NumberCoding.Zeros:
                numbers.Clear();
                break;
            case NumberCoding.Packed:
                ReadPacked(ref bits, numbers, parameter + 1);
                break;
            case NumberCoding.Rice:
                ReadRice(ref bits, numbers, parameter);
                break;
            default:
                ReadRuns(ref bits, numbers, parameter);
                break;
        }
        reader.Advance(bits.Finish());
    }

    private static void WriteHead(ref ByteWriter writer, NumberCoding coding, int parameter) =>
        writer.WriteByte((byte)(((int)coding << ParameterBits) | parameter));

    private static void WritePacked(ref ByteWriter writer, ReadOnlySpan<ulong> numbers, int width)
    {
        WriteHead(ref writer, NumberCoding.Packed, width - 1);
        var bits = new BitWriter(writer.Rest);
        foreach (var number in numbers)
            bits.Write(number, width);
        writer.Advance(bits.Finish());
    }

    private static void ReadPacked(ref BitReader reader, Span<ulong> numbers, int width)
    {
        foreach (ref var number in numbers)
            number = reader.Read(width);
    }

    private static long MeasureRice(ReadOnlySpan<ulong> numbers, int parameter)
    {
        var model = new RiceModel(parameter);
        long bits = 0;
        foreach (var number in numbers)
            bits += model.Measure(number);
        return bits;
    }

    // Writing costs little more than measuring. What turns out no shorter than so many bits is not kept.
    private static bool TryWriteRice(ref ByteWriter writer, ReadOnlySpan<ulong> numbers, int parameter, long limit)
    {
        var model = new RiceModel(parameter);
        var bits = new BitWriter(writer.Rest[1..]);
        foreach (var number in numbers)
            model.Write(ref bits, number);
        if (bits.Length >= limit)
            return false;
        WriteHead(ref writer, NumberCoding.Rice, parameter);
        writer.Advance(bits.Finish());
        return true;
    }

    private static void ReadRice(ref BitReader reader, Span<ulong> numbers, int parameter)
    {
        var model = new RiceModel(parameter);
        foreach (ref var number in numbers)
            number = model.Read(ref reader);
    }

    private static long MeasureRuns(ReadOnlySpan<ulong> numbers, int parameter)
    {
        var (runs, values) = (new RiceModel(RunParameter), new RiceModel(parameter));
        long bits = 0;
        while (!numbers.IsEmpty)
        {
            var run = RunOfZeros(numbers);
            bits += runs.Measure((ulong)run);
            if (run == numbers.Length)
                break;
            bits += values.Measure(numbers[run] - 1);
            numbers = numbers[(run + 1)..];
        }
        return bits;
    }

    private static void WriteRuns(ref ByteWriter writer, ReadOnlySpan<ulong> numbers, int parameter)
    {
        WriteHead(ref writer, NumberCoding.Runs, parameter);
        var bits = new BitWriter(writer.Rest);
        var (runs, values) = (new RiceModel(RunParameter), new RiceModel(parameter));
        while (!numbers.IsEmpty)
        {
            var run = RunOfZeros(numbers);
            runs.Write(ref bits, (ulong)run);
            if (run == numbers.Length)
                break;
            values.Write(ref bits, numbers[run] - 1);
            numbers = numbers[(run + 1)..];
        }
        writer.Advance(bits.Finish());
    }

    private static void ReadRuns(ref BitReader reader, Span<ulong> numbers, int parameter)
    {
        var (runs, values) = (new RiceModel(RunParameter), new RiceModel(parameter));
        while (!numbers.IsEmpty)
        {
            var run = runs.Read(ref reader);
            if (run > (ulong)numbers.Length)
                throw new InvalidDataException($"A block has a run of {run} where {numbers.Length} numbers are left.");
            numbers[..(int)run].Clear();
            if (run == (ulong)numbers.Length)
                break;
            numbers[(int)run] = values.Read(ref reader) + 1;
            numbers = numbers[((int)run + 1)..];
        }
    }

    private static int RunOfZeros(ReadOnlySpan<ulong> numbers)
    {
        var run = numbers.IndexOfAnyExcept(0UL);
        return run < 0 ? numbers.Length : run;
    }
}
