using System.Text.Json.Serialization;
using Metrics.Actions.Firewall;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Guard;

/// <summary>What the guard answers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "answer", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(DoneAnswer), "done")]
[JsonDerivedType(typeof(RefusedAnswer), "refused")]
[JsonDerivedType(typeof(BlockAnswer), "block")]
[JsonDerivedType(typeof(BlocksAnswer), "blocks")]
[JsonDerivedType(typeof(FirewallAnswer), "firewall")]
[JsonDerivedType(typeof(MailAnswer), "mail")]
[JsonDerivedType(typeof(MailQueueAnswer), "mail-queue")]
[JsonDerivedType(typeof(MailLengthAnswer), "mail-length")]
[JsonDerivedType(typeof(MailProbeAnswer), "mail-probe")]
public abstract record GuardAnswer;

/// <summary>It was done.</summary>
/// <param name="Sentence">What.</param>
public sealed record DoneAnswer(string Sentence) : GuardAnswer;

/// <summary>It was not done, or not to its end.</summary>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record RefusedAnswer(string Reason) : GuardAnswer;
