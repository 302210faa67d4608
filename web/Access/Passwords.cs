using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Metrics.Web.Access;

/// <summary>Makes and checks hashes of passwords: PBKDF2 with HMAC-SHA-512 and a salt, as ASP.NET Core Identity writes them.</summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>The longest password.</summary>
    public const int Longest = 256;

    /// <summary>What the OWASP Password Storage Cheat Sheet asks of PBKDF2-HMAC-SHA512.</summary>
    private const int Iterations = 210_000;

    /// <summary>Checks that may wait; a tenth of a second each, and nobody waits for longer than a few seconds.</summary>
    private const int Queue = 32;

    private readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly string decoy;

    // A flood of passwords never has more than half of the processors.
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Math.Max(1, Environment.ProcessorCount / 2),
        QueueLimit = Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Gets ready.</summary>
    public Passwords() => decoy = Hash(Guid.NewGuid().ToString());

    /// <summary>The hash of a password.</summary>
    public string Hash(string password) => hasher.HashPassword(this, password);

    /// <summary>Whether a password is the right one. Without a hash it is wrong, and it takes as long to say so.</summary>
    /// <returns>Null when too many wait for their answer already.</returns>
    public async Task<bool?> VerifyAsync(string? hash, string password, CancellationToken cancel)
    {
        using var lease = await limiter.AcquireAsync(cancellationToken: cancel);
        if (!lease.IsAcquired)
            return null;
        var isRight = password.Length <= Longest
            && await Task.Run(() => hasher.VerifyHashedPassword(this, hash ?? decoy, password) != PasswordVerificationResult.Failed, cancel);
        return isRight && hash is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
