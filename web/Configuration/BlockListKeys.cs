using Metrics.Actions.Firewall;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[blocklist.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class BlockListKeys
{
    private const int LongestName = 40;

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<BlockList>> All { get; } =
    [
        new TableKey<BlockList, string>("file", ConfigTypes.Text, "none", "an absolute path",
            "File of addresses and networks that are blocked, one a line, at most 500,000; read again when it has changed.", (list, file) => list with { File = file })
        { Check = ConfigKeys.IsAbsolute },
    ];

    /// <summary>The sections.</summary>
    public static TableKind<BlockList> Kind { get; } = new("blocklist", "a list of blocked addresses", BlockList.Most, All, name => new BlockList(name), FaultOfName, Check);

    // The name is part of the names of sets in the kernel and of series.
    private static string? FaultOfName(string name) =>
        name.Length is >= 1 and <= LongestName && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_') && char.IsAsciiLetter(name[0])
            ? null
            : $"1 to {LongestName} small letters, digits, - and _, a letter first";

    private static ConfigFault? Check(TableDraft<BlockList> draft) =>
        draft.Keys.ContainsKey("file") ? null : new ConfigFault(draft.Place, $"{draft.Path} needs file.");
}
