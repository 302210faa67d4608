using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Metrics.Analyzers.Text;

/// <summary>Walks through a line from left to right. A step that does not find what it looks for leaves the place where it was.</summary>
/// <remarks>The smallest steps are inlined by force: they are taken ten times a line, and with constants most of each goes away.</remarks>
internal ref struct LineCursor(ReadOnlySpan<byte> line)
{
    private const long MostNumber = 1L << 53;

    /// <summary>What has not been read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = line;

    /// <summary>Steps over exactly these bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Skip(scoped ReadOnlySpan<byte> literal)
    {
        if (!Rest.StartsWith(literal))
            return false;
        Rest = Rest[literal.Length..];
        return true;
    }

    /// <summary>Takes the bytes before the first of these, and steps over both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Until(byte end, out ReadOnlySpan<byte> taken)
    {
        var at = Rest.IndexOf(end);
        if (at < 0)
        {
            taken = default;
            return false;
        }
        taken = Rest[..at];
        Rest = Rest[(at + 1)..];
        return true;
    }

    /// <summary>Takes the bytes before the first of these, and steps over both.</summary>
    public bool Until(scoped ReadOnlySpan<byte> end, out ReadOnlySpan<byte> taken)
    {
        var at = Rest.IndexOf(end);
        if (at < 0)
        {
            taken = default;
            return false;
        }
        taken = Rest[..at];
        Rest = Rest[(at + end.Length)..];
        return true;
    }

    /// <summary>Takes a number without sign, up to 2^53; no size, count or time is larger, and so sums of thousands fit their 64 bits.</summary>
    public bool Number(out long value)
    {
        if (Rest.IsEmpty || !char.IsAsciiDigit((char)Rest[0]) || !Utf8Parser.TryParse(Rest, out value, out var length) || value > MostNumber)
        {
            value = 0;
            return false;
        }
        Rest = Rest[length..];
        return true;
    }

    /// <summary>Takes a mail address between angle brackets, without them. A quoted local part may hold anything, brackets too
    /// (RFC 5321, 4.1.2); the address ends where its own bracket stands.</summary>
    public bool Address(out ReadOnlySpan<byte> address)
    {
        address = default;
        if (Rest.IsEmpty || Rest[0] != '<')
            return false;
        var end = 1;
        if (Rest.Length > 1 && Rest[1] == '"')
        {
            for (end = 2; end < Rest.Length && Rest[end] != '"'; end++)
            {
                if (Rest[end] == '\\')
                    end++;
            }
            if (end >= Rest.Length)
                return false;
        }
        var bracket = Rest[end..].IndexOf((byte)'>');
        if (bracket < 0)
            return false;
        address = Rest[1..(end + bracket)];
        Rest = Rest[(end + bracket + 1)..];
        return true;
    }
}
