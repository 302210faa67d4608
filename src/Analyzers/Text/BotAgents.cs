using System.Buffers;
using System.Text;

namespace Metrics.Analyzers.Text;

/// <summary>Tells programs that visit every page from people, by the name they give themselves. Answers are remembered, since the same few hundred
/// names come again and again.</summary>
internal sealed class BotAgents
{
    private const int Remembered = 1 << 12;

    private static readonly SearchValues<string> Signs = SearchValues.Create(["bot", "crawl", "spider", "slurp", "facebookexternalhit", "monitor", "+http"], StringComparison.OrdinalIgnoreCase);

    private readonly ulong[] hashes = new ulong[Remembered];

    /// <summary>Whether it is one.</summary>
    /// <param name="agent">The name it gave; any bytes.</param>
    /// <param name="hash">Its hash.</param>
    public bool Is(ReadOnlySpan<byte> agent, ulong hash)
    {
        // The lowest bit keeps the answer.
        hash &= ~1UL;
        ref var known = ref hashes[hash >> 52];
        if ((known | 1) != (hash | 1))
            known = (hash & ~1UL) | (Encoding.Latin1.GetString(agent).AsSpan().ContainsAny(Signs) ? 1UL : 0);
        return (known & 1) == 1;
    }
}
