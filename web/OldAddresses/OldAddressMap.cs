using System.Collections.Frozen;
using Metrics.Web.Configuration;

namespace Metrics.Web.OldAddresses;

/// <summary>Which graph a target of MRTG has become: what the map file says, a line each.</summary>
internal sealed class OldAddressMap
{
    /// <summary>The most targets.</summary>
    public const int MostTargets = 10_000;

    /// <summary>The longest word, in characters.</summary>
    public const int LongestWord = 255;

    /// <summary>The script that draws MRTG's files with RRDtool; what stands behind it is named as MRTG's own files are.</summary>
    private const string Script = "mrtg-rrd.cgi/";

    /// <summary>No targets.</summary>
    public static readonly OldAddressMap Empty = new(FrozenDictionary<string, string>.Empty);

    /// <summary>The ends of MRTG's names and what they are here; mrtg(1), and older versions made GIF.</summary>
    private static readonly (string End, string Here)[] Ends =
    [
        .. from range in (string[])["day", "week", "month", "year"]
           from format in (string[])["png", "gif"]
           select ($"-{range}.{format}", $"/{range}.png"),
        (".html", ""),
    ];

    private readonly FrozenDictionary<string, string> graphs;

    private OldAddressMap(FrozenDictionary<string, string> graphs) => this.graphs = graphs;

    /// <summary>How many targets it has.</summary>
    public int Count => graphs.Count;

    /// <summary>Whether there is nothing to send anywhere.</summary>
    public bool IsEmpty => graphs.Count == 0;

    /// <summary>Where an old address leads now.</summary>
    /// <param name="path">The path that is asked for, decoded, with its slash at the front.</param>
    /// <returns>The path of the page or picture from the root, without a slash at the front; null when it is no address of the map.</returns>
    public string? Find(string path)
    {
        var script = path.LastIndexOf("/" + Script, StringComparison.Ordinal);
        var name = path[(script < 0 ? 1 : script + 1 + Script.Length)..];
        foreach (var (end, here) in Ends)
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase) && graphs.TryGetValue(name[..^end.Length], out var graph))
                return $"g/{Uri.EscapeDataString(graph)}{here}";
        return null;
    }

    /// <summary>Reads a map: on each line a target as it stood in addresses, spaces, and the name of a graph; <c>#</c> begins a comment.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static OldAddressMap Read(string file, string text, List<ConfigFault> faults)
    {
        var graphs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var number = 0;
        foreach (var line in text.EnumerateLines())
        {
            number++;
            if (Words(line) is not { Count: > 0 } words)
                continue;
            if (graphs.Count == MostTargets)
            {
                faults.Add(new ConfigFault(new ConfigPlace(file, number, 1), $"a map has at most {MostTargets:N0} targets."));
                break;
            }
            if (Fault(words, graphs, line.Length + 1) is var (column, message))
                faults.Add(new ConfigFault(new ConfigPlace(file, number, column), message));
            else
                graphs.Add(words[0].Text, words[1].Text);
        }
        return new OldAddressMap(graphs.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    private static (int Column, string Message)? Fault(List<(int Column, string Text)> words, Dictionary<string, string> graphs, int end)
    {
        if (words.Count != 2)
            return (words.Count < 2 ? end : words[2].Column, $"a line takes a target and a graph, such as \"eth0 net.eth0\"; found {words.Count} {(words.Count == 1 ? "word" : "words")}.");
        foreach (var (column, word) in words)
            if (word.Length > LongestWord || word.Any(char.IsControl))
                return (column, $"takes {LongestWord} characters at most, none of them a control character.");
        var (at, target) = words[0];
        if (target[0] == '/' || Ends.Any(end => target.EndsWith(end.End, StringComparison.OrdinalIgnoreCase)))
            return (at, $"takes the name of a target without \"/\" before and ending behind it; found \"{ConfigValue.Printable(target)}\".");
        return graphs.ContainsKey(target) ? (at, $"the target \"{ConfigValue.Printable(target)}\" stands twice; upper and lower case are the same.") : null;
    }

    private static List<(int Column, string Text)> Words(ReadOnlySpan<char> line)
    {
        var words = new List<(int, string)>();
        line = line.IndexOf('#') is var comment and >= 0 ? line[..comment] : line;
        for (var at = 0; at < line.Length;)
        {
            if (line[at] is ' ' or '\t')
            {
                at++;
                continue;
            }
            var length = line[at..].IndexOfAny(' ', '\t') is var space and >= 0 ? space : line.Length - at;
            words.Add((at + 1, line.Slice(at, length).ToString()));
            at += length;
        }
        return words;
    }
}
