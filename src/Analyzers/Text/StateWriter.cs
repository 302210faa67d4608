using System.Buffers;
using System.Buffers.Binary;

namespace Metrics.Analyzers.Text;

/// <summary>Writes numbers and texts that <see cref="StateReader"/> reads in the same order.</summary>
internal sealed class StateWriter(IBufferWriter<byte> output)
{
    /// <summary>A number, 8 bytes, least significant first.</summary>
    public void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    /// <summary>A text with its length before it.</summary>
    public void Bytes(ReadOnlySpan<byte> text)
    {
        Number(text.Length);
        output.Write(text);
    }
}
