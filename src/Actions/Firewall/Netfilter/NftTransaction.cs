namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>Changes of one table that the kernel makes all at once, or none of them.</summary>
/// <remarks>Made by <see cref="NftKernel.Begin"/>.</remarks>
internal sealed class NftTransaction
{
    /// <summary>An attribute has at most 65,535 bytes; an element has at most 44.</summary>
    private const int ElementsInMessage = 1_000;

    private const ushort Subsystem = 10;

    private readonly NetlinkWriter writer = new();
    private readonly List<string> steps = ["begin"];
    private readonly string table;
    private uint sets;

    /// <summary>Begins one.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="first">Number of its first message.</param>
    public NftTransaction(string table, uint first)
    {
        (this.table, First) = (table, first);
        writer.Begin(Nft.BatchBegin, Nft.Request, first, 0, Subsystem);
        writer.End();
    }

    /// <summary>Number of the first message.</summary>
    public uint First { get; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => steps.Count == 1;

    /// <summary>What a message was about, by its number.</summary>
    public string StepAt(uint sequence) => sequence - First < steps.Count ? steps[(int)(sequence - First)] : "an unknown step";

    /// <summary>The messages. Nothing can be added any more.</summary>
    /// <param name="last">Number of the message that is answered.</param>
    public ReadOnlySpan<byte> Finish(out uint last)
    {
        writer.AddFlags(Nft.Acknowledge);
        last = First + (uint)steps.Count - 1;
        writer.Begin(Nft.BatchEnd, Nft.Request, last + 1, 0, Subsystem);
        writer.End();
        return writer.Written;
    }

    /// <summary>Makes the table anew, whether there was one or not.</summary>
    public NftTransaction ReplaceTable() => RemoveTable().Step(Nft.NewTable, Nft.Create, "add table", () => { });

    /// <summary>Makes that there is no table.</summary>
    public NftTransaction RemoveTable()
    {
        Step(Nft.NewTable, Nft.Create, "add table", () => { });
        return Step(Nft.DelTable, 0, "delete table", () => { });
    }

    /// <summary>Adds a chain that sees what comes in, before it is decided whom it is for, and lets through what no rule stops.</summary>
    /// <param name="chain">Its name.</param>
    /// <param name="priority">When: -150 is after connections are tracked and before addresses are translated.</param>
    public NftTransaction AddIncomingChain(string chain, int priority) => Step(Nft.NewChain, Nft.Create, $"add chain {chain}", () =>
    {
        const uint prerouting = 0;
        writer.Put(Nft.ChainName, chain);
        var hook = writer.Open(Nft.ChainHook);
        writer.Put(Nft.HookNumber, prerouting);
        writer.Put(Nft.HookPriority, unchecked((uint)priority));
        writer.Close(hook);
        writer.Put(Nft.ChainPolicy, Nft.Accept);
        writer.Put(Nft.ChainType, "filter");
    });

    /// <summary>Adds a rule at the end of a chain.</summary>
    public NftTransaction AddRule(string chain, Action<NftRule> write) => Step(Nft.NewRule, Nft.Create | Nft.Append, $"add a rule to {chain}", () =>
    {
        writer.Put(Nft.RuleChain, chain);
        var expressions = writer.Open(Nft.RuleExpressions);
        write(new NftRule(writer));
        writer.Close(expressions);
    });

    /// <summary>Adds a counter.</summary>
    public NftTransaction AddCounter(string name) => Step(Nft.NewObject, Nft.Create, $"add counter {name}", () =>
    {
        writer.Put(Nft.ObjectName, name);
        writer.Put(Nft.ObjectType, (uint)Nft.CounterObject);
        writer.Close(writer.Open(Nft.ObjectData));
    });

    /// <summary>Adds a set.</summary>
    public NftTransaction AddSet(NftSet set) => Step(Nft.NewSet, Nft.Create, $"add set {set.Name}", () =>
    {
        writer.Put(Nft.SetName, set.Name);
        writer.Put(Nft.SetFlags, (set.HasIntervals ? Nft.IntervalSet : 0) | (set.HasTimeouts ? Nft.TimeoutSet : 0));
        writer.Put(Nft.SetKeyType, set.KeyType);
        writer.Put(Nft.SetKeyLength, (uint)set.KeyBytes);
        writer.Put(Nft.SetId, ++sets);
    });

    /// <summary>Takes all elements out of a set.</summary>
    public NftTransaction Empty(NftSet set) => Step(Nft.DelElements, 0, $"empty {set.Name}", () => writer.Put(Nft.ElementsSet, set.Name));

    /// <summary>Adds elements; those that are there already stay as they are on kernels before 6.12.</summary>
    public NftTransaction Add(NftSet set, ReadOnlySpan<NftElement> elements) => Change(Nft.NewElements, Nft.Create, "add to", set, elements);

    /// <summary>Takes elements out; all of them must be there.</summary>
    public NftTransaction Remove(NftSet set, ReadOnlySpan<NftElement> elements) => Change(Nft.DelElements, 0, "take out of", set, elements);

    private NftTransaction Change(ushort message, ushort flags, string verb, NftSet set, ReadOnlySpan<NftElement> elements)
    {
        Span<byte> key = stackalloc byte[16];
        for (; elements.Length > 0; elements = elements[Math.Min(elements.Length, ElementsInMessage)..])
        {
            Begin(message, flags, $"{verb} {set.Name}");
            writer.Put(Nft.ElementsSet, set.Name);
            var list = writer.Open(Nft.Elements);
            foreach (var element in elements[..Math.Min(elements.Length, ElementsInMessage)])
            {
                var item = writer.Open(Nft.ListItem);
                var data = writer.Open(Nft.ElementKey);
                set.WriteKey(element.Key, key);
                writer.Put(Nft.DataValue, key[..set.KeyBytes]);
                writer.Close(data);
                if (element.IsEnd)
                    writer.Put(Nft.ElementFlags, Nft.IntervalEnd);
                if (element.Milliseconds > 0)
                    writer.PutLong(Nft.ElementTimeout, (ulong)element.Milliseconds);
                writer.Close(item);
            }
            writer.Close(list);
            writer.End();
        }
        return this;
    }

    private NftTransaction Step(ushort message, ushort flags, string step, Action write)
    {
        Begin(message, flags, step);
        write();
        writer.End();
        return this;
    }

    private void Begin(ushort message, ushort flags, string step)
    {
        writer.Begin(message, (ushort)(Nft.Request | flags), First + (uint)steps.Count, Nft.Inet);
        writer.Put(Nft.Table, table);
        steps.Add(step);
    }
}
