using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metrics.Analyzers.Tailing;

/// <summary>Cuts bytes into lines. The half line at the end waits for its other half.</summary>
/// <remarks>Thousands of logs are followed at once: a buffer is borrowed for as long as its lines are being taken out, and what waits for more
/// has memory of its own length.</remarks>
internal sealed class LineBuffer
{
    /// <summary>Longest line that is read, in bytes; a longer one is passed over and counted.</summary>
    public const int LongestLine = 1 << 20;

    private const int Step = 256 * 1024;

    /// <summary>A longer half line keeps the buffer: to copy it again and again would cost more.</summary>
    private const int LongestMoved = 64 * 1024;

    private byte[] buffer = [];
    private bool borrowed;
    private int begin;
    private int searched;
    private int end;
    private bool passingOver;

    /// <summary>Bytes of whole lines that were taken out since <see cref="Clear"/>, with their ends.</summary>
    public long Taken { get; private set; }

    /// <summary>Lines passed over because they were too long.</summary>
    public long TooLong { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (begin, searched, end, passingOver, Taken) = (0, 0, 0, false, 0);
        Settle();
    }

    /// <summary>What is read next is the rest of a line that was passed over.</summary>
    public void PassRest() => passingOver = true;

    /// <summary>Room for what is read next; never empty.</summary>
    public Span<byte> Free()
    {
        if (begin > 0)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, searched, end) = (0, searched - begin, end - begin);
        }
        if (buffer.Length - end < Step / 2)
        {
            var larger = ArrayPool<byte>.Shared.Rent(end + Step);
            buffer.AsSpan(0, end).CopyTo(larger);
            GiveBack();
            (buffer, borrowed) = (larger, true);
        }
        return buffer.AsSpan(end);
    }

    /// <summary>So many bytes were read into <see cref="Free"/>.</summary>
    public void Filled(int bytes) => end += bytes;

    /// <summary>Takes the next whole line, without its end. It lives until <see cref="Free"/> is called.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var at = LineEnd(buffer.AsSpan(searched, end - searched));
            if (at < 0)
            {
                searched = end;
                if (end - begin > LongestLine)
                    PassOver();
                Settle();
                line = default;
                return false;
            }
            var next = searched + at + 1;
            line = buffer.AsSpan(begin, next - begin - 1);
            Taken += next - begin;
            (begin, searched) = (next, next);
            if (!passingOver)
            {
                if (line is [.., (byte)'\r'])
                    line = line[..^1];
                return true;
            }
            passingOver = false;
        }
    }

    // Where the first line feed stands; negative where there is none. Most lines end within 128 bytes, which are looked at as one: there is no branch between
    // their halves that could be guessed wrong.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LineEnd(ReadOnlySpan<byte> text)
    {
        const int block = 64;
        var feed = Vector512.Create((byte)'\n');
        var from = 0;
        for (; text.Length - from >= 2 * block; from += 2 * block)
        {
            var first = Vector512.Equals(Vector512.Create(text[from..]), feed).ExtractMostSignificantBits();
            var second = Vector512.Equals(Vector512.Create(text[(from + block)..]), feed).ExtractMostSignificantBits();
            if ((first | second) == 0)
                continue;
            // 64 where the first half has none.
            var at = BitOperations.TrailingZeroCount(first);
            return from + at + ((at / block) * BitOperations.TrailingZeroCount(second));
        }
        var rest = text[from..].IndexOf((byte)'\n');
        return rest < 0 ? rest : from + rest;
    }

    // Memory stays bounded: what there is of the line goes, and its rest when it comes.
    private void PassOver()
    {
        if (!passingOver)
            TooLong++;
        passingOver = true;
        Taken += end - begin;
        (begin, searched) = (end, end);
    }

    private void Settle()
    {
        if (!borrowed || end - begin > LongestMoved)
            return;
        var half = buffer.AsSpan(begin, end - begin).ToArray();
        GiveBack();
        (buffer, begin, searched, end) = (half, 0, half.Length, half.Length);
    }

    private void GiveBack()
    {
        if (borrowed)
            ArrayPool<byte>.Shared.Return(buffer);
        borrowed = false;
    }
}
