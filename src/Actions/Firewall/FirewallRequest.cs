using Metrics.Actions.Guard;

namespace Metrics.Actions.Firewall;

/// <summary>How the firewall is: <see cref="FirewallAnswer"/>.</summary>
public sealed record FirewallRequest : GuardRequest;

/// <summary>How the firewall is.</summary>
/// <param name="Blocks">How many addresses and networks are blocked.</param>
/// <param name="Lists">The lists.</param>
/// <param name="Never">What is never blocked.</param>
/// <param name="Drops">What was dropped since the guard began.</param>
/// <param name="Panic">The panic that lasts; null: there is none.</param>
/// <param name="Repairs">How often others had changed our table and it was made anew.</param>
/// <param name="Problem">Why the kernel does not have what it should, as a sentence; null when it has.</param>
/// <param name="Started">When the guard began: another one may not know what this one was told.</param>
public sealed record FirewallAnswer(
    int Blocks, IReadOnlyList<ListContract> Lists, IReadOnlyList<NeverContract> Never, IReadOnlyList<DropContract> Drops, PanicContract? Panic, int Repairs, string? Problem,
    DateTimeOffset Started)
    : GuardAnswer;

/// <summary>A list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">Its file.</param>
/// <param name="Entries">Addresses and networks in it.</param>
/// <param name="Malformed">Lines that are neither, or are too wide.</param>
/// <param name="MalformedLines">Numbers of the first of them.</param>
/// <param name="Problem">Why the file cannot be read; null when it can.</param>
public sealed record ListContract(string Name, string File, int Entries, int Malformed, IReadOnlyList<int> MalformedLines, string? Problem);

/// <summary>An address or a network that is never blocked.</summary>
public sealed record NeverContract(string Network, string Reason);

/// <summary>What was dropped.</summary>
/// <param name="Name">By what: <c>addresses</c>, <c>networks</c>, <c>panic</c>, <c>list.NAME</c>.</param>
/// <param name="Packets">Packets since the guard began.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record DropContract(string Name, long Packets, long Bytes);

/// <summary>A panic.</summary>
/// <param name="Administrator">Who gets in besides what is never blocked; empty: nobody.</param>
/// <param name="SecondsLeft">How long it still lasts, once it is confirmed.</param>
/// <param name="IsConfirmed">Whether it is.</param>
/// <param name="SecondsToConfirm">How long it can still be confirmed; then it ends by itself.</param>
public sealed record PanicContract(string Administrator, long SecondsLeft, bool IsConfirmed, long SecondsToConfirm);
