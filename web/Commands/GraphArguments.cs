using System.Text.RegularExpressions;

namespace Metrics.Web.Commands;

/// <summary>Tells the command line of <c>metrics graph</c> from arguments of rrdgraph, whose options have the same letters: an old script's
/// <c>-h</c> is a height, and its second <c>-o</c> a logarithmic axis.</summary>
internal static partial class GraphArguments
{
    /// <summary>The options of ours that may stand among arguments of rrdgraph, and those of every verb.</summary>
    private static readonly string[] Ours = ["--theme", "--format", "--scale", "--config", "--data"];

    /// <summary>Puts two dashes before the arguments of rrdgraph, in their order and behind all options of ours.</summary>
    /// <param name="arguments">The command line, with or without the verb <c>graph</c>.</param>
    public static string[] Separate(string[] arguments)
    {
        var verb = Array.IndexOf(arguments, "graph");
        if (verb < 0 || !IsOnlyOptions(arguments.AsSpan(0, verb)))
            return arguments;
        var words = arguments[(verb + 1)..];
        if (words.Contains("--") || !words.Any(word => Statement().IsMatch(word)))
            return arguments;
        var (ours, theirs) = (new List<string>(arguments[..(verb + 1)]), new List<string>());
        var hasFile = false;
        for (var i = 0; i < words.Length; i++)
        {
            var isFile = !hasFile && (words[i] is "-o" or "--output" || words[i].StartsWith("--output=", StringComparison.Ordinal));
            if (!isFile && !Ours.Any(name => words[i] == name || words[i].StartsWith(name + '=', StringComparison.Ordinal)))
            {
                theirs.Add(words[i]);
                continue;
            }
            hasFile |= isFile;
            ours.Add(words[i]);
            if (!words[i].Contains('=', StringComparison.Ordinal) && i + 1 < words.Length)
                ours.Add(words[++i]);
        }
        // rrdtool graph FILE …: the file stands first.
        if (!hasFile && theirs.Count > 0 && (theirs[0] == "-" || !theirs[0].StartsWith('-')) && !Statement().IsMatch(theirs[0]))
        {
            ours.AddRange(["--output", theirs[0]]);
            theirs.RemoveAt(0);
        }
        return [.. ours, "--", .. theirs];
    }

    /// <summary>Whether a word is a statement of rrdgraph.</summary>
    public static bool IsStatement(string word) => Statement().IsMatch(word);

    private static bool IsOnlyOptions(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                return false;
            if (!arguments[i].Contains('=', StringComparison.Ordinal))
                i++;
        }
        return true;
    }

    [GeneratedRegex("^(DEF|CDEF|VDEF|PRINT|GPRINT|COMMENT|HRULE|VRULE|LINE[0-9.]*|AREA|STACK|TICK|SHIFT|TEXTALIGN|XPORT):", RegexOptions.CultureInvariant)]
    private static partial Regex Statement();
}
