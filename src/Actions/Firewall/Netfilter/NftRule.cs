namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>Writes the expressions of a rule, in the order in which the kernel runs them; one that does not hold ends the rule.</summary>
internal sealed class NftRule(NetlinkWriter writer)
{
    /// <summary>What nft(8) calls <c>iif lo</c>: loopback has the first index of every network.</summary>
    public NftRule FromLoopback()
    {
        const uint inputInterface = 4;
        return Meta(inputInterface).Equal(BitConverter.GetBytes(1));
    }

    /// <summary><c>meta nfproto ipv4</c> or <c>ipv6</c>.</summary>
    public NftRule OfFamily(bool isV6) => Family().Equal([isV6 ? Nft.Ipv6 : Nft.Ipv4]);

    /// <summary><c>meta nfproto @set</c>.</summary>
    public NftRule OfFamilyIn(string set) => Family().In(set);

    /// <summary><c>ip saddr @set</c> or <c>ip6 saddr @set</c>.</summary>
    /// <param name="isV6">Which.</param>
    /// <param name="set">Name of the set.</param>
    /// <param name="v6Bits">Bits of an IPv6 address that count; the others are taken for 0.</param>
    public NftRule FromSourceIn(bool isV6, string set, int v6Bits = 128)
    {
        const ushort destination = 1, place = 2, offset = 3, length = 4;
        const uint networkHeader = 1;
        var (from, bytes) = isV6 ? (8u, 16u) : (12u, 4u);
        var rule = Expression("payload", () =>
        {
            writer.Put(destination, Nft.Register);
            writer.Put(place, networkHeader);
            writer.Put(offset, from);
            writer.Put(length, bytes);
        });
        return (isV6 && v6Bits < 128 ? rule.Masked(v6Bits) : rule).In(set);
    }

    /// <summary>Counts.</summary>
    public NftRule Count(string counter)
    {
        const ushort type = 1, name = 2;
        return Expression("objref", () =>
        {
            writer.Put(type, (uint)Nft.CounterObject);
            writer.Put(name, counter);
        });
    }

    /// <summary>Ends what the table does with the packet.</summary>
    public void Then(uint verdict)
    {
        const ushort destination = 1, data = 2;
        Expression("immediate", () =>
        {
            writer.Put(destination, Nft.VerdictRegister);
            var value = writer.Open(data);
            var inner = writer.Open(Nft.DataVerdict);
            writer.Put(Nft.VerdictCode, verdict);
            writer.Close(inner);
            writer.Close(value);
        });
    }

    private NftRule Family()
    {
        const uint protocol = 15;
        return Meta(protocol);
    }

    private NftRule Meta(uint what)
    {
        const ushort destination = 1, key = 2;
        return Expression("meta", () =>
        {
            writer.Put(key, what);
            writer.Put(destination, Nft.Register);
        });
    }

    private NftRule Equal(byte[] value)
    {
        const ushort source = 1, operation = 2, data = 3;
        return Expression("cmp", () =>
        {
            writer.Put(source, Nft.Register);
            writer.Put(operation, 0u);
            Data(data, value);
        });
    }

    private NftRule In(string set)
    {
        const ushort name = 1, source = 2;
        return Expression("lookup", () =>
        {
            writer.Put(name, set);
            writer.Put(source, Nft.Register);
        });
    }

    private NftRule Masked(int bits)
    {
        const ushort source = 1, destination = 2, length = 3, mask = 4, xor = 5;
        var ones = new byte[16];
        for (var bit = 0; bit < bits; bit++)
            ones[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return Expression("bitwise", () =>
        {
            writer.Put(source, Nft.Register);
            writer.Put(destination, Nft.Register);
            writer.Put(length, 16u);
            Data(mask, ones);
            Data(xor, new byte[16]);
        });
    }

    private NftRule Expression(string name, Action write)
    {
        var item = writer.Open(Nft.ListItem);
        writer.Put(Nft.ExpressionName, name);
        var data = writer.Open(Nft.ExpressionData);
        write();
        writer.Close(data);
        writer.Close(item);
        return this;
    }

    private void Data(ushort type, byte[] value)
    {
        var at = writer.Open(type);
        writer.Put(Nft.DataValue, value);
        writer.Close(at);
    }
}
