using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Metrics.Analyzers.Detectors;

namespace Metrics.Actions.Blocking;

/// <summary>Decides what is to be done about offenders, one after the other. Not for two threads.</summary>
/// <remarks>A subject is decided about once: what it did before that, and what it does soon after, is answered by it. Memory and decisions are bounded: of more than
/// <see cref="MostPerMinute"/> in a minute the others are counted by network, and networks with many of them are decided about as a whole.</remarks>
internal sealed class BlockDecider(BlockOptions options, TimeProvider time)
{
    /// <summary>Decisions about single subjects within a minute.</summary>
    public const int MostPerMinute = 2_000;

    /// <summary>Addresses of one network in a flood that stand for the network.</summary>
    public const int NetworkFrom = 8;

    /// <summary>Networks that are decided about within a minute.</summary>
    public const int MostNetworks = 256;

    private const int MostRecent = 20_000, MostCounted = 10_000;
    private const int NetworkBitsV4 = 24, NetworkBitsV6 = 48;

    /// <summary>What is older was not done now: it is read in a log whose past is read, or that waited for us.</summary>
    private static readonly TimeSpan Past = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How long a decision answers for what follows: lines that were on their way when an address was blocked, or each hour of a dry run.</summary>
    private static readonly TimeSpan SettledBlocked = TimeSpan.FromMinutes(1), Settled = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (DateTimeOffset At, DateTimeOffset Until)> recent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> networks = new(StringComparer.Ordinal);
    private DateTimeOffset minute;
    private int decided;
    private int decidedNetworks;

    /// <summary>Offenders that were too many to be decided about one by one.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Takes what was decided before the process began.</summary>
    public void Restore(IEnumerable<Decision> known)
    {
        foreach (var decision in known)
            // What was a dry run may be none now.
            if (decision.State != DecisionState.WouldBlock || RuleOf(decision.Detector) is { DryRun: true })
                Remember(decision);
    }

    /// <summary>What is to be done.</summary>
    /// <returns>A decision that must be written before it is done; null: nothing.</returns>
    public Decision? Decide(Offender offender)
    {
        var now = time.GetUtcNow();
        var did = DateTimeOffset.FromUnixTimeSeconds(offender.LastUnixSeconds);
        if ((now - did).Duration() > Past || IsSettled(offender.Subject, did, now))
            return null;
        if (now < minute || now - minute >= Minute)
        {
            (minute, decided, decidedNetworks) = (now, 0, 0);
            networks.Clear();
        }
        var decision = new Decision(0, now, "", offender.Detector, offender.Subject, offender.Reason, DecisionState.Told) { Evidence = offender.Evidence };
        if (offender.IsAddress)
        {
            if (RuleOf(offender.Detector) is not { } rule)
                return null;
            decision = Apply(rule, decision, offender.Doubtful);
            if (decided >= MostPerMinute)
            {
                PassedOver++;
                if (ForNetwork(decision, rule) is not { } network)
                    return null;
                decision = network;
            }
        }
        decided++;
        Remember(decision);
        return decision;
    }

    private static Decision Apply(BlockRule rule, Decision decision, bool isDoubtful)
    {
        decision = decision with { Rule = rule.Name, For = rule.For };
        if (IsExcepted(rule, decision.Subject))
            return decision with { State = DecisionState.Refused, Answer = $"it is an exception of block.{rule.Name}." };
        if (isDoubtful)
            return decision with { State = DecisionState.Refused, Answer = "very many were pointed at within an hour, so the limit is more likely wrong than they are." };
        return decision with { State = rule.DryRun ? DecisionState.WouldBlock : DecisionState.Waiting };
    }

    // One of very many: its network, when that has enough of them.
    private Decision? ForNetwork(Decision decision, BlockRule rule)
    {
        if (decision.State == DecisionState.Refused || NetworkOf(decision.Subject) is not { } network || (networks.Count >= MostCounted && !networks.ContainsKey(network)))
            return null;
        var count = networks[network] = networks.GetValueOrDefault(network) + 1;
        if (count != NetworkFrom || decidedNetworks == MostNetworks || IsExcepted(rule, network))
            return null;
        decidedNetworks++;
        return decision with
        {
            Subject = network,
            Reason = string.Create(CultureInfo.InvariantCulture, $"{count} addresses of it were pointed at within a minute that had more than {MostPerMinute:N0}; the last was {decision.Subject}."),
        };
    }

    private BlockRule? RuleOf(string detector) => options.Rules.FirstOrDefault(rule => rule.Detectors.Contains(detector));

    private bool IsSettled(string subject, DateTimeOffset did, DateTimeOffset now) =>
        recent.TryGetValue(subject, out var last) && (did <= last.At || (now >= last.At && now < last.Until));

    private void Remember(Decision decision)
    {
        if (recent.Count >= MostRecent)
        {
            var now = time.GetUtcNow();
            foreach (var (subject, _) in recent.Where(one => one.Value.Until <= now).ToArray())
                recent.Remove(subject);
            // The firewall blocks once what is decided twice.
            if (recent.Count >= MostRecent)
                recent.Clear();
        }
        recent[decision.Subject] = (decision.At, decision.At + (decision.State is DecisionState.Waiting or DecisionState.Blocked ? SettledBlocked : Settled));
    }

    private static bool IsExcepted(BlockRule rule, string subject) =>
        !rule.Except.IsEmpty && TryRead(subject, out var network) && rule.Except.Any(one => one.Contains(network.BaseAddress) || network.Contains(one.BaseAddress));

    private static string? NetworkOf(string subject)
    {
        if (!TryRead(subject, out var network))
            return null;
        var bits = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? NetworkBitsV4 : NetworkBitsV6;
        if (network.PrefixLength <= bits)
            return null;
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return new IPNetwork(new IPAddress(bytes), bits).ToString();
    }

    private static bool TryRead(string subject, out IPNetwork network)
    {
        if (IPNetwork.TryParse(subject, out network))
            return true;
        if (!IPAddress.TryParse(subject, out var address))
            return false;
        network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }
}
