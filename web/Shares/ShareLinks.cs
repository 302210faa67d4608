using System.Buffers.Text;
using System.Security.Cryptography;
using Metrics.Web.Access;
using Microsoft.AspNetCore.DataProtection;

namespace Metrics.Web.Shares;

/// <summary>Makes and checks the tokens of links. A token carries the random id of a record and nothing else; the keys are in the data
/// directory, so that commands make the same ones as the server.</summary>
public sealed class ShareLinks(IDataProtectionProvider protection)
{
    /// <summary>Longer ones are not looked at.</summary>
    private const int LongestToken = 512;

    private readonly IDataProtector protector = protection.CreateProtector("Metrics.ShareLink.1");

    /// <summary>The same for a command, with the keys of a data directory.</summary>
    public static ShareLinks Of(string data)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().KeepKeysIn(data);
        return new ShareLinks(services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>());
    }

    /// <summary>A token that leads to a record. Each call makes another one; all of them are right.</summary>
    /// <param name="link">What the record is found by.</param>
    public string TokenOf(string link) => Base64Url.EncodeToString(protector.Protect(Convert.FromHexString(link)));

    /// <summary>The whole address of a share, as whoever asks for it sees us.</summary>
    public string AddressOf(Share share, HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}/{share.Path(this)}";

    /// <summary>What a record is found by; null when the token is none of ours.</summary>
    public string? Read(string token)
    {
        if (token.Length > LongestToken || !Base64Url.IsValid(token))
            return null;
        try
        {
            return Convert.ToHexStringLower(protector.Unprotect(Base64Url.DecodeFromChars(token)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
