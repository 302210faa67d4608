using System.Text;

namespace Metrics.Actions.Firewall;

/// <summary>The networks of a list, as its file had them when it was last read.</summary>
/// <param name="list">The list.</param>
internal sealed class NamedList(BlockList list)
{
    /// <summary>The most entries.</summary>
    public const int MostEntries = 500_000;

    private const int MostBytes = 64 << 20, MostShown = 10;

    // What is wider than this is a mistake, even in a list.
    private const int WidestV4 = 8, WidestV6 = 16;

    private (DateTime Written, long Bytes)? read;

    /// <summary>The list.</summary>
    public BlockList List => list;

    /// <summary>Its addresses and networks.</summary>
    public IReadOnlyCollection<Prefix> Networks { get; private set; } = [];

    /// <summary>Lines that are no address and no network, or too wide a one.</summary>
    public int Malformed { get; private set; }

    /// <summary>Numbers of the first of them.</summary>
    public IReadOnlyList<int> MalformedLines { get; private set; } = [];

    /// <summary>Why the file cannot be read; then what was read before stays. Null when it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads the file, if it is another one than before.</summary>
    /// <returns>Whether the networks have been read anew.</returns>
    public bool Refresh()
    {
        try
        {
            var file = new FileInfo(list.File);
            if (!file.Exists)
                throw new FileNotFoundException($"There is no file {list.File}.");
            if (read == (file.LastWriteTimeUtc, file.Length))
                return false;
            if (file.Length > MostBytes)
                throw new IOException($"{list.File} is larger than {MostBytes >> 20} MiB.");
            using var reader = new StreamReader(list.File, Encoding.Latin1);
            Read(reader);
            (read, Problem) = ((file.LastWriteTimeUtc, file.Length), null);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = e.Message;
            return false;
        }
    }

    private void Read(TextReader reader)
    {
        var networks = new HashSet<Prefix>();
        var malformed = new List<int>();
        var count = 0;
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var text = line.AsSpan().TrimStart();
            var end = text.IndexOfAny(" \t\r#;");
            if ((end < 0 ? text : text[..end]) is not { Length: > 0 } entry)
                continue;
            if (Prefix.Read(entry) is { } network && network.Bits >= (network.IsV6 ? WidestV6 : WidestV4) && networks.Count < MostEntries)
                networks.Add(network);
            else if (count++ < MostShown)
                malformed.Add(number);
        }
        (Networks, Malformed, MalformedLines) = (networks, count, malformed);
    }
}
