using System.Runtime.CompilerServices;

namespace Metrics.Analyzers.Text;

/// <summary>Finds what is known of a name by the name's hash (<see cref="NameHash"/>), with one access to memory in most cases: every line of a log asks a few
/// times.</summary>
/// <remarks>Open addressing with linear steps; never more than half full.</remarks>
/// <typeparam name="T">What is known of one.</typeparam>
internal sealed class NameTable<T>
    where T : class
{
    private Slot[] slots = new Slot[8];

    /// <summary>Names there are.</summary>
    public int Count { get; private set; }

    /// <summary>All there is, in no order.</summary>
    public IEnumerable<T> Values => slots.Select(slot => slot.Value).OfType<T>();

    /// <summary>What is known of a name; null for nothing.</summary>
    public T? Find(ulong hash) => slots[Place(hash)].Value;

    /// <summary>Sets what is known of a name.</summary>
    /// <returns>What was known of it before; null for nothing.</returns>
    public T? Set(ulong hash, T value)
    {
        ref var slot = ref slots[Place(hash)];
        var before = slot.Value;
        slot = new Slot(hash, value);
        if (before is null)
            Added();
        return before;
    }

    /// <summary>Sets what is known of a name, unless something is.</summary>
    /// <returns>What is known of it already; null where it was nothing.</returns>
    public T? Add(ulong hash, T value)
    {
        ref var slot = ref slots[Place(hash)];
        if (slot.Value is { } known)
            return known;
        slot = new Slot(hash, value);
        Added();
        return null;
    }

    /// <summary>Forgets a name.</summary>
    /// <returns>What was known of it; null for nothing.</returns>
    public T? Remove(ulong hash)
    {
        var gap = Place(hash);
        if (slots[gap].Value is not { } value)
            return null;
        Count--;
        // Who stands behind the gap and could stand in it moves up, so that nobody is cut off from the place where a search begins.
        var mask = slots.Length - 1;
        for (var at = (gap + 1) & mask; slots[at].Value is not null; at = (at + 1) & mask)
        {
            var wanted = (int)slots[at].Hash & mask;
            if (((at - wanted) & mask) < ((at - gap) & mask))
                continue;
            slots[gap] = slots[at];
            gap = at;
        }
        slots[gap] = default;
        return value;
    }

    // Where a name is, or would be. A part of its callers, whose one access to memory it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(ulong hash)
    {
        var (slots, mask) = (this.slots, this.slots.Length - 1);
        var at = (int)hash & mask;
        while (slots[at].Value is not null && slots[at].Hash != hash)
            at = (at + 1) & mask;
        return at;
    }

    private void Added()
    {
        if (++Count * 2 > slots.Length)
            Grow();
    }

    private void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 2];
        foreach (var slot in old)
            if (slot.Value is not null)
                slots[Place(slot.Hash)] = slot;
    }

    private readonly record struct Slot(ulong Hash, T? Value);
}
