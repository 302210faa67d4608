using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Metrics.Collector;

/// <summary>Parts of series names made of names that come from outside: of interfaces, mounts, chips. Whoever names those is not trusted.</summary>
internal static class SeriesKeys
{
    /// <summary>Longest key, in characters; a series name has 255 for all its parts.</summary>
    public const int MaximumLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>One key for each name: lower case letters, digits, <c>_</c> and <c>-</c>. The keys depend on the names alone and not on their
    /// order; where two names would have the same key, only a name that equals it has it, and the others end in a hash of the name.</summary>
    /// <param name="names">The names; equal ones have equal keys.</param>
    public static Dictionary<string, string> Of(IReadOnlyCollection<string> names)
    {
        var keys = new Dictionary<string, string>(names.Count);
        foreach (var group in names.Distinct().GroupBy(Of))
        {
            var contested = group.Skip(1).Any();
            foreach (var name in group)
                keys[name] = contested && name != group.Key ? $"{group.Key}-{Hash(name)}" : group.Key;
        }
        return keys;
    }

    /// <summary>The key a name has when no other is near it.</summary>
    public static string Of(string name)
    {
        if (name.Length is > 0 and <= MaximumLength && !name.AsSpan().ContainsAnyExcept(Allowed))
            return name;
        var lower = name.ToLowerInvariant();
        var key = string.Create(Math.Min(lower.Length, MaximumLength), lower, static (characters, lower) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = Allowed.Contains(lower[i]) ? lower[i] : '-';
        });
        return key.Length == 0 ? "-" : lower.Length > MaximumLength ? $"{key}-{Hash(name)}" : key;
    }

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 4));
}
