namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>Numbers of the kernel's interface: linux/netlink.h, linux/netfilter/nfnetlink.h, linux/netfilter/nf_tables.h.</summary>
internal static class Nft
{
    // Messages of nf_tables carry its number in the upper byte.
    public const ushort
        NewTable = 0xa00, DelTable = 0xa02, NewChain = 0xa03, NewRule = 0xa06, GetRule = 0xa07, NewSet = 0xa09, NewElements = 0xa0c,
        GetElements = 0xa0d, DelElements = 0xa0e, GetGeneration = 0xa10, NewObject = 0xa12, GetObject = 0xa13,
        BatchBegin = 0x10, BatchEnd = 0x11, ErrorMessage = 2, DoneMessage = 3;

    public const ushort Request = 1, Acknowledge = 4, Dump = 0x300, Create = 0x400, Append = 0x800;

    /// <summary>Flags of an answer: the dump is of two states; there are attributes behind the error.</summary>
    public const ushort Torn = 0x10, HasAttributes = 0x200;

    /// <summary>NFPROTO_INET: IPv4 and IPv6.</summary>
    public const byte Inet = 1;

    // NFPROTO_IPV4 and NFPROTO_IPV6, as "meta nfproto" gives them.
    public const byte Ipv4 = 2, Ipv6 = 10;

    /// <summary>Name of whose a message is: NFTA_TABLE_NAME, NFTA_CHAIN_TABLE, NFTA_RULE_TABLE, NFTA_SET_TABLE, NFTA_OBJ_TABLE.</summary>
    public const ushort Table = 1;

    public const ushort HookNumber = 1, HookPriority = 2, ChainName = 3, ChainHook = 4, ChainPolicy = 5, ChainType = 7;

    public const ushort RuleChain = 2, RuleExpressions = 4;

    public const ushort SetName = 2, SetFlags = 3, SetKeyType = 4, SetKeyLength = 5, SetId = 10;
    public const uint IntervalSet = 4, TimeoutSet = 0x10;

    public const ushort ElementsSet = 2, Elements = 3, ListItem = 1;
    public const ushort ElementKey = 1, ElementFlags = 3, ElementTimeout = 4;
    public const uint IntervalEnd = 1;

    public const ushort ObjectName = 2, ObjectType = 3, ObjectData = 4, CounterObject = 1, CounterBytes = 1, CounterPackets = 2;

    public const ushort DataValue = 1, DataVerdict = 2, VerdictCode = 1;
    public const uint Drop = 0, Accept = 1;

    public const ushort ExpressionName = 1, ExpressionData = 2;
    public const uint VerdictRegister = 0, Register = 1;

    public const ushort GenerationId = 1;
}
