using System.Buffers;
using System.Globalization;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Detectors;

/// <summary>Points at addresses that do something much too often, and little else.</summary>
/// <remarks>Time is that of the log, so that old logs give what they would have given. Memory is bounded: beyond <see cref="Most"/> addresses those that were
/// quiet longest are forgotten. What is known of each is kept beyond a restart, but for the lines that prove it: who guesses must not gain by one.</remarks>
internal sealed class AddressDetector
{
    /// <summary>Addresses watched.</summary>
    public const int Most = 10_000;

    /// <summary>Who does what he may is given so many times the limits.</summary>
    private const int SparedFactor = 3;

    private const int FewFlagged = 10;
    private const double MostFlagged = 0.2;
    private static readonly TimeSpan SparedFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan BrakeTime = TimeSpan.FromHours(1);

    // What speaks for an address only has to be known roughly, and most lines of a log do.
    private const long SaveGoodEvery = 600;

    private readonly string name;
    private readonly string deed;
    private readonly DetectorLimits limits;
    private readonly DetectorOptions options;
    private readonly Action<Offender> found;
    private readonly Dictionary<PeerKey, Suspect> suspects = [];

    // Whom the addresses stood for that came last, at places by the hashes of their texts: clients come again and again. Nobody for those that are not watched.
    private readonly (ulong Text, Suspect? Suspect)[] recent = new (ulong, Suspect?)[4_096];

    // Those that the line which is being read speaks of.
    private readonly List<(Suspect Suspect, bool Judge)> touched = [];

    // For the next Save.
    private readonly List<Suspect> changed = [];
    private readonly List<byte[]> removed = [];

    /// <summary>Watches for one deed.</summary>
    /// <param name="name">Name of the detector.</param>
    /// <param name="deed">What is counted, for a sentence: <c>connections refused</c>.</param>
    /// <param name="limits">How often is too often.</param>
    /// <param name="options">Who is spared, and how wide an IPv6 customer is.</param>
    /// <param name="found">Takes who is pointed at.</param>
    public AddressDetector(string name, string deed, DetectorLimits limits, DetectorOptions options, Action<Offender> found) =>
        (this.name, this.deed, this.limits, this.options, this.found) = (name, deed, limits, options, found);

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The address did it.</summary>
    /// <param name="address">As the server saw it.</param>
    /// <param name="unixSeconds">When.</param>
    public void Bad(ReadOnlySpan<byte> address, long unixSeconds)
    {
        if (Of(address) is not { } suspect)
            return;
        suspect.Bad.Add(unixSeconds);
        Change(suspect);
        touched.Add((suspect, true));
    }

    /// <summary>The address did what it may.</summary>
    /// <param name="address">As the server saw it.</param>
    /// <param name="unixSeconds">When.</param>
    public void Good(ReadOnlySpan<byte> address, long unixSeconds)
    {
        if (Of(address) is not { } suspect)
            return;
        suspect.Good.Add(unixSeconds);
        if (suspect.Good.Last >= suspect.GoodSaved + SaveGoodEvery)
            Change(suspect);
    }

    /// <summary>The line is evidence, when there is something against the address already.</summary>
    /// <param name="address">As the server saw it.</param>
    public void Note(ReadOnlySpan<byte> address)
    {
        if (suspects.Count > 0 && PeerKey.TryRead(address, options.Ipv6Prefix, out var key) && suspects.TryGetValue(key, out var suspect) && suspect.Bad.Count > 0)
            touched.Add((suspect, false));
    }

    /// <summary>Takes the line that the last events were read from.</summary>
    public void LineEnded(ReadOnlySpan<byte> line)
    {
        foreach (var (suspect, judge) in touched)
        {
            suspect.Evidence.Add(line);
            if (judge)
                Judge(suspect);
        }
        touched.Clear();
    }

    /// <summary>Tells what has changed since the last time.</summary>
    public void Save(StateChanges changes)
    {
        changes.Removed.AddRange(removed);
        removed.Clear();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var suspect in changed)
        {
            suspect.Changed = false;
            // Whoever was forgotten meanwhile is a new one when he comes again.
            if (suspects.GetValueOrDefault(suspect.Key) != suspect)
                continue;
            buffer.ResetWrittenCount();
            suspect.Save(new StateWriter(buffer));
            changes.Put.Add((suspect.Key.ToBytes(), buffer.WrittenSpan.ToArray()));
        }
        changed.Clear();
    }

    /// <summary>Takes back an entry that <see cref="Save"/> told. One of a network of another size than is counted now is left, until as many others have come.</summary>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var suspect = NewSuspect(PeerKey.FromBytes(key));
        var state = new StateReader(value);
        suspect.Restore(ref state);
        suspects[suspect.Key] = suspect;
    }

    private void Change(Suspect suspect)
    {
        if (!suspect.Changed)
            changed.Add(suspect);
        suspect.Changed = true;
    }

    private void Judge(Suspect suspect)
    {
        var now = suspect.Bad.Last;
        var factor = suspect.Good.Count > 0 && suspect.Good.Last > now - (long)SparedFor.TotalSeconds ? SparedFactor : 1;
        var (burst, persistent) = (CountWithin(limits.BurstTime), CountWithin(limits.PersistentTime));
        string reason;
        if (burst >= limits.Burst * factor && suspect.Good.Within((long)limits.BurstTime.TotalSeconds, now) <= burst)
            reason = Sentence(burst, limits.BurstTime);
        else if (persistent >= limits.Persistent * factor)
            reason = Sentence(persistent, limits.PersistentTime);
        else
            return;
        // Pointing again takes as many again.
        suspect.Bad.Clear();
        suspect.Flagged = now;
        found(new Offender(name, suspect.Key.ToString(), IsAddress: true, now, now, 1, reason, IsDoubtful(now), suspect.Evidence.Lines));

        int CountWithin(TimeSpan time) => suspect.Bad.Within((long)time.TotalSeconds, now);
    }

    // When many of all are pointed at, the limit is wrong and not they (FileZilla opens ten connections where two are allowed).
    private bool IsDoubtful(long now)
    {
        var since = now - (long)BrakeTime.TotalSeconds;
        var (seen, flagged) = (0, 0);
        foreach (var suspect in suspects.Values)
        {
            seen += suspect.Last > since ? 1 : 0;
            flagged += suspect.Flagged > since ? 1 : 0;
        }
        return flagged >= FewFlagged && flagged > seen * MostFlagged;
    }

    private Suspect? Of(ReadOnlySpan<byte> address)
    {
        var text = NameHash.Of(address);
        ref var known = ref recent[text % (ulong)recent.Length];
        if (known.Text != text)
            known = (text, PeerKey.TryRead(address, options.Ipv6Prefix, out var key) ? Of(key) : null);
        return known.Suspect;
    }

    private Suspect? Of(PeerKey key)
    {
        if (suspects.TryGetValue(key, out var suspect))
            return suspect;
        if (key.IsLoopback || IsSpared(key))
            return null;
        if (suspects.Count >= Most)
            Forget();
        return suspects[key] = NewSuspect(key);
    }

    private Suspect NewSuspect(PeerKey key) => new(key, SparedFactor * Math.Max(limits.Burst, limits.Persistent));

    private bool IsSpared(PeerKey key)
    {
        foreach (var network in options.Spared)
            if (key.Overlaps(network))
                return true;
        return false;
    }

    // A quarter at once, so that a flood of addresses does not make each of them cost a search.
    private void Forget()
    {
        foreach (var (key, _) in suspects.OrderBy(s => s.Value.Last).Take(Most / 4).ToArray())
        {
            suspects.Remove(key);
            removed.Add(key.ToBytes());
        }
        Array.Clear(recent);
    }

    private string Sentence(int count, TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {deed} within {Words(time)}.");

    private static string Words(TimeSpan time) =>
        time >= TimeSpan.FromHours(2) ? $"{time.TotalHours:0} hours" : time == TimeSpan.FromHours(1) ? "an hour" : time == TimeSpan.FromMinutes(1) ? "a minute" : $"{time.TotalMinutes:0} minutes";
}
