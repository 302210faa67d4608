using System.Text.Json.Serialization;
using Metrics.Actions.Firewall;
using Metrics.Actions.MailServers;
using Metrics.Actions.Services;

namespace Metrics.Actions.Guard;

/// <summary>What the guard can be asked to do. Each verb has a name and typed arguments, and nothing else gets through; a new one is a line
/// here, and one where the guard is composed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "verb", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(StatusRequest), "status")]
[JsonDerivedType(typeof(BlockRequest), "block")]
[JsonDerivedType(typeof(UnblockRequest), "unblock")]
[JsonDerivedType(typeof(BlocksRequest), "blocks")]
[JsonDerivedType(typeof(FirewallRequest), "firewall")]
[JsonDerivedType(typeof(AdministratorRequest), "administrator")]
[JsonDerivedType(typeof(PanicRequest), "panic")]
[JsonDerivedType(typeof(MailRequest), "mail")]
[JsonDerivedType(typeof(RestartRequest), "restart")]
public abstract record GuardRequest
{
    /// <summary>How long an answer is waited for.</summary>
    internal virtual TimeSpan Patience => TimeSpan.FromSeconds(10);
}

/// <summary>Whether the guard is there: <see cref="DoneAnswer"/>.</summary>
public sealed record StatusRequest : GuardRequest;
