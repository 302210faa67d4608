using Metrics.Actions.Firewall.Netfilter;
using Metrics.Actions.Guard;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Firewall;

/// <summary>The firewall as it should be, and the kernel, which is made so. Everything is written down first, then done in one transaction.</summary>
internal sealed partial class WantedFirewall : IDisposable
{
    /// <summary>What ends so soon is neither missing nor left over, since the kernel's clock is not read at the same moment.</summary>
    private const long SlackMilliseconds = 2_000;

    // One thing at a time, of verbs and of the clock.
    private readonly Lock turn = new();
    private readonly MachineClock clock;
    private readonly FirewallDatabase database;
    private readonly NftKernel kernel;
    private readonly BlockRules rules;
    private readonly ILogger log;

    private readonly Dictionary<Prefix, Block> blocks = [];
    private readonly DateTimeOffset started;
    private FirewallOptions options;
    private List<NamedList> lists;
    private PanicMode? panic;
    private long number;
    private int addresses;

    // What the kernel had when we were last done with it.
    private uint generation;
    private byte[] rulesMade = [];
    private string? problem;
    private int repairs;
    private readonly DropCounts drops = new();

    /// <summary>Reads what was before; the kernel stays as it is until <see cref="Start"/>.</summary>
    /// <exception cref="IOException">The database or the kernel cannot be used.</exception>
    public WantedFirewall(FirewallOptions options, MachineClock clock, NeverBlocked never, FirewallDatabase database, NftKernel kernel, ILogger log)
    {
        (this.options, this.clock, Never, this.database, this.kernel, this.log) = (options, clock, never, database, kernel, log);
        started = clock.Wall;
        rules = new BlockRules(options, never, clock);
        lists = [.. options.Lists.Select(list => new NamedList(list))];
        number = database.Newest;
        panic = database.Panic();
        never.Restore(database.Administrators());
        foreach (var block in database.Blocks())
            Remember(block);
    }

    /// <summary>What is never blocked.</summary>
    public NeverBlocked Never { get; }

    /// <summary>Makes the kernel's table, in one transaction, whatever it had before.</summary>
    public void Start()
    {
        lock (turn)
        {
            Never.Refresh(panic);
            foreach (var list in lists)
                Refresh(list);
            Make();
        }
    }

    /// <summary>Goes on with other options. What a list of before had in its file is not read again.</summary>
    public void Use(FirewallOptions next)
    {
        lock (turn)
        {
            options = next;
            rules.Use(next);
            Never.Use(next);
            lists = [.. next.Lists.Select(one => lists.Find(list => list.List == one) ?? new NamedList(one))];
            Never.Refresh(panic);
            foreach (var list in lists)
                Refresh(list);
            // Each list has rules of its own.
            Make();
        }
    }

    /// <summary>Blocks addresses.</summary>
    /// <exception cref="IOException">The kernel refuses; it is tried again until it does not.</exception>
    public BlockAnswer Block(IReadOnlyList<BlockOrder> orders)
    {
        lock (turn)
        {
            var fresh = new Dictionary<Prefix, Block>();
            var outcomes = orders.Select(order => Outcome(order, fresh)).ToList();
            if (fresh.Count == 0)
                return new BlockAnswer(outcomes);
            database.Write(fresh.Values);
            var known = fresh.Keys.Where(blocks.ContainsKey).ToHashSet();
            foreach (var block in fresh.Values)
                Remember(block);
            Commit(transaction => PutElements(transaction, fresh.Values, known));
            return new BlockAnswer(outcomes);
        }
    }

    /// <summary>Ends blocks.</summary>
    /// <exception cref="IOException">The kernel refuses; it is tried again until it does not.</exception>
    public BlockAnswer Unblock(IReadOnlyList<string> texts)
    {
        lock (turn)
        {
            var gone = new List<Block>();
            var outcomes = new List<BlockOutcome>();
            foreach (var text in texts)
            {
                if (Prefix.Read(text)?.Customer() is not { } network)
                    outcomes.Add(new BlockOutcome(Short(text), BlockRules.FaultOf(text), 0, false));
                else if (Forget(network) is { } block && block.Deadline > clock.Milliseconds)
                {
                    gone.Add(block);
                    outcomes.Add(new BlockOutcome(network.ToString(), "", 0, false));
                }
                else
                    outcomes.Add(new BlockOutcome(Short(text), $"{Short(text)} is not blocked.", 0, false));
            }
            if (gone.Count == 0)
                return new BlockAnswer(outcomes);
            database.Remove(gone.Select(block => block.Network));
            Commit(transaction => TakeElements(transaction, gone));
            return new BlockAnswer(outcomes);
        }
    }

    /// <summary>What is blocked, the newest first.</summary>
    public BlocksAnswer Page(long before, int most)
    {
        lock (turn)
        {
            var now = clock.Milliseconds;
            var page = database.Page(before, most).Select(block => new BlockContract(
                block.Number, block.Network.ToString(), block.Since, Math.Max(1, (block.Deadline - now) / 1_000), block.Why, block.Times));
            return new BlocksAnswer([.. page], blocks.Values.Count(block => block.Deadline > now));
        }
    }

    /// <summary>Begins a panic, which ends by itself unless it is confirmed; the kernel counts the time, so that it ends without us, too.</summary>
    /// <exception cref="GuardRefusedException">It cannot be.</exception>
    public DoneAnswer BeginPanic(TimeSpan lasts, Prefix? administrator)
    {
        if (lasts < PanicMode.Patience || lasts > PanicMode.Longest)
            throw new GuardRefusedException($"A panic lasts {PanicMode.Patience.TotalSeconds:0} s to {PanicMode.Longest.TotalDays:0} days.");
        lock (turn)
        {
            var now = clock.Milliseconds;
            SetPanic(new PanicMode(administrator, now + (long)lasts.TotalMilliseconds, false, now + (long)PanicMode.Patience.TotalMilliseconds));
            return new DoneAnswer($"Only what is never blocked{(administrator is null ? "" : $", and {administrator},")} gets in. It ends in {PanicMode.Patience.TotalSeconds:0} s, unless it is confirmed.");
        }
    }

    /// <summary>Lets a panic last.</summary>
    /// <exception cref="GuardRefusedException">There is none.</exception>
    public DoneAnswer ConfirmPanic()
    {
        lock (turn)
        {
            if (panic is null || panic.Ends <= clock.Milliseconds)
                throw new GuardRefusedException("There is no panic to confirm.");
            SetPanic(panic with { IsConfirmed = true });
            return new DoneAnswer($"The panic lasts until {clock.Wall.AddMilliseconds(panic.Deadline - clock.Milliseconds).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }
    }

    /// <summary>Ends a panic.</summary>
    public DoneAnswer EndPanic()
    {
        lock (turn)
        {
            var was = panic;
            SetPanic(null);
            return new DoneAnswer(was is null ? "There was no panic." : "The panic is over.");
        }
    }

    /// <summary>Takes an administrator's present address, so that nothing blocks it.</summary>
    public DoneAnswer AddAdministrator(Prefix address)
    {
        lock (turn)
        {
            Never.AddAdministrator(address);
            database.Write(Never.Administrators);
            RefreshNever();
            return new DoneAnswer($"{address} is not blocked for an hour.");
        }
    }

    /// <summary>How it is.</summary>
    public FirewallAnswer State()
    {
        lock (turn)
        {
            var now = clock.Milliseconds;
            if (problem is null)
                drops.Take(kernel.Counters());
            return new FirewallAnswer(
                blocks.Values.Count(block => block.Deadline > now),
                [.. lists.Select(list => new ListContract(list.List.Name, list.List.File, list.Networks.Count, list.Malformed, list.MalformedLines, list.Problem))],
                [.. Never.All.Select(one => new NeverContract(one.Network.ToString(), one.Reason))],
                [.. drops.All],
                panic is null ? null : new PanicContract(
                    panic.Administrator?.ToString() ?? "", Math.Max(0, (panic.Deadline - now) / 1_000), panic.IsConfirmed, panic.IsConfirmed ? 0 : Math.Max(0, (panic.Ends - now) / 1_000)),
                repairs, problem, started);
        }
    }

    /// <summary>Looks whether others have changed anything, and makes it good. Once a second: it costs one question to the kernel.</summary>
    public void Compare()
    {
        lock (turn)
        {
            if (panic is not null && panic.Ends <= clock.Milliseconds)
            {
                LogPanicOver(panic.IsConfirmed ? "its time is over" : "nobody confirmed it");
                panic = null;
                database.Write(panic);
            }
            if (problem is null)
            {
                var now = kernel.Generation();
                if (now == generation || Difference() is not { } difference)
                {
                    generation = now;
                    return;
                }
                LogChanged(difference);
                repairs++;
            }
            Make();
        }
    }

    /// <summary>Reads lists that have changed, and looks anew at what is never blocked; forgets what is over.</summary>
    public void Refresh()
    {
        lock (turn)
        {
            foreach (var over in blocks.Values.Where(block => block.Deadline + SlackMilliseconds < clock.Milliseconds).ToList())
                Forget(over.Network);
            database.Forget(options.Forget);
            RefreshNever();
            var changed = lists.Where(Refresh).ToList();
            if (changed.Count > 0)
                Commit(transaction => changed.ForEach(list => PutList(transaction, list)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        kernel.Dispose();
        database.Dispose();
    }

    private BlockOutcome Outcome(BlockOrder order, Dictionary<Prefix, Block> fresh)
    {
        try
        {
            var target = rules.Target(order);
            var now = clock.Milliseconds;
            var known = fresh.GetValueOrDefault(target) ?? (blocks.TryGetValue(target, out var old) && old.Deadline > now ? old : null);
            if (order.Grows && known is not null)
                return new BlockOutcome(target.ToString(), "", (known.Deadline - now) / 1_000, false);
            if (known is null)
            {
                var isElement = FirewallTable.IsElement(target);
                var (have, most) = isElement ? (addresses, BlockRules.MostAddresses) : (blocks.Count - addresses, BlockRules.MostNetworks);
                if (have + fresh.Count >= most)
                    throw new GuardRefusedException($"{most} {(isElement ? "addresses" : "networks")} are blocked already; more belong into a list ([blocklist.NAME]).");
                rules.Count();
            }
            var times = order.Grows ? database.Times(target, options.Forget) + 1 : 0;
            var lasts = rules.Lasts(order, times);
            fresh[target] = new Block(++number, target, clock.Wall, lasts, now + (long)lasts.TotalMilliseconds, order.Why, times);
            return new BlockOutcome(target.ToString(), "", (long)lasts.TotalSeconds, known is null);
        }
        catch (GuardRefusedException e)
        {
            return new BlockOutcome(Short(order.Address), e.Message, 0, false);
        }
    }

    private void Remember(Block block)
    {
        if (!blocks.ContainsKey(block.Network) && FirewallTable.IsElement(block.Network))
            addresses++;
        blocks[block.Network] = block;
    }

    private Block? Forget(Prefix network)
    {
        if (blocks.Remove(network, out var block) && FirewallTable.IsElement(network))
            addresses--;
        return block;
    }

    // What was asked for may be anything.
    private static string Short(string text) => text[..Math.Min(text.Length, 50)];

    private void SetPanic(PanicMode? wanted)
    {
        database.Write(wanted);
        panic = wanted;
        Never.Refresh(panic);
        Commit(transaction =>
        {
            PutNever(transaction);
            PutPanic(transaction.Empty(FirewallTable.Panic));
        });
        LogPanic(wanted is null ? "is over" : wanted.IsConfirmed ? "is confirmed" : "begins");
    }

    private void RefreshNever()
    {
        if (Never.Refresh(panic))
            Commit(PutNever);
    }

    private bool Refresh(NamedList list)
    {
        var before = list.Problem;
        var isRead = list.Refresh();
        if (isRead)
            LogList(list.List.Name, list.Networks.Count, list.Malformed);
        else if (list.Problem is not null && list.Problem != before)
            LogNoList(list.List.Name, list.Problem);
        return isRead;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody has changed our table in the kernel ({Difference}); it is made anew.")]
    private partial void LogChanged(string difference);

    [LoggerMessage(Level = LogLevel.Error, Message = "The kernel does not have the firewall that it should: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The panic {Step}.")]
    private partial void LogPanic(string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The panic has ended: {Reason}.")]
    private partial void LogPanicOver(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The list {List} was read: {Entries} entries, {Malformed} lines are none.")]
    private partial void LogList(string list, int entries, int malformed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list {List} stays as it was: {Problem}")]
    private partial void LogNoList(string list, string problem);
}
