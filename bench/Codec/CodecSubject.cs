namespace Metrics.Bench.Codec;

/// <summary>Blocks of one kind of values.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Weight">Their share in the mean of a table.</param>
/// <param name="Blocks">The blocks, each of equal length.</param>
/// <param name="StepsPerRow">What the encoder is told.</param>
internal sealed record CodecSubject(string Name, double Weight, double[][] Blocks, int StepsPerRow = 1)
{
    /// <summary>Values in all blocks.</summary>
    public int Count => Blocks.Sum(block => block.Length);
}
