namespace Metrics.Actions.Firewall;

/// <summary>The firewall. Section <c>[firewall]</c>.</summary>
public sealed class FirewallOptions
{
    /// <summary>Whether the guard keeps one; if not, nothing of it is in the kernel.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Addresses and networks that are never blocked.</summary>
    public IReadOnlyList<string> Allow { get; set; } = [];

    /// <summary>How long a block lasts that says nothing else.</summary>
    public TimeSpan BlockTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many times as long each further block of the same address lasts.</summary>
    public int Growth { get; set; } = 4;

    /// <summary>The longest that a block grows to.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromDays(7);

    /// <summary>After how long without a block an address is as new.</summary>
    public TimeSpan Forget { get; set; } = TimeSpan.FromDays(30);

    /// <summary>New blocks within a minute.</summary>
    public int BlocksPerMinute { get; set; } = 6_000;

    /// <summary>Lists of addresses: <c>[blocklist.NAME]</c>.</summary>
    public IReadOnlyList<BlockList> Lists { get; set; } = [];

    /// <summary>Names or addresses of the smart hosts, which are never blocked: <c>mail.host</c>.</summary>
    public IReadOnlyList<string> SmartHosts { get; set; } = [];

    /// <summary>Whether a text is an address, or a network without bits behind its length.</summary>
    public static bool IsNetwork(string text) => Prefix.Read(text) is not null;
}

/// <summary>A list of addresses and networks that are blocked while they stand in a file: <c>[blocklist.NAME]</c>.</summary>
/// <param name="Name">Its name.</param>
public sealed record BlockList(string Name)
{
    /// <summary>The most lists.</summary>
    public const int Most = 50;

    /// <summary>The file: an address or a network a line; what follows a space, # or ; is a comment.</summary>
    public string File { get; init; } = "";
}
