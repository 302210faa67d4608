using System.Security.Cryptography;
using Metrics.Analyzers.Usage;
using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>Fetches real files of a server and brings it some, and keeps what must be counted for it: of transfers in one log, of connections in another.</summary>
/// <param name="network">Where the server is.</param>
/// <param name="files">Where its files are.</param>
internal sealed class FtpDone(NetworkNamespace network, string files)
{
    public const int Port = 2121;
    public const string Domain = "example.org";
    public const string User = "anna";
    public const string Password = "right";

    /// <summary>Connections that an address may have.</summary>
    public const int MostOfHost = 2;

    public const string Client = "198.51.100.7";
    public const string Guest = "198.51.100.9";

    /// <summary>Whose program opens more connections than it may.</summary>
    public const string Downloader = "198.51.100.66";

    /// <summary>Where somebody guesses passwords from.</summary>
    public const string Guesser = "198.51.100.67";

    // A name that would accuse somebody else.
    private const string LikeALine = "x\" 331 - test [1] 203.0.113.9 [23/Nov/2026:00:14:09 +0000] \"PASS (hidden)\" 530";

    public Totals Transfers { get; } = new();

    public Totals Connections { get; } = new();

    /// <summary>Times somebody was let in.</summary>
    public int Sessions { get; private set; }

    /// <summary>Of these, as a guest.</summary>
    public int GuestSessions { get; private set; }

    /// <summary>Times somebody was kept out because he was one too many.</summary>
    public int OneTooManys { get; private set; }

    /// <summary>Times somebody was kept out because of his password.</summary>
    public int WrongPasswords { get; private set; }

    /// <summary>Some of everything.</summary>
    public void Everything()
    {
        Use();
        Visit();
        OneTooMany();
        Download();
        Guess();
    }

    private void Use()
    {
        using var client = new FtpClient(network, Client);
        SignIn(client, User, Password);
        var (small, large) = (RandomNumberGenerator.GetBytes(1_234), RandomNumberGenerator.GetBytes(20_000_000));
        client.Bring("small file.bin", small);
        Count(User, small.Length, Measure.FtpUploads, Measure.FtpUploadBytes);
        client.Bring("large.bin", large);
        Count(User, large.Length, Measure.FtpUploads, Measure.FtpUploadBytes);
        Assert.Equal(small, client.Fetch("small file.bin"));
        Count(User, small.Length, Measure.FtpDownloads, Measure.FtpDownloadBytes);
        var came = client.FetchBroken("large.bin");
        Assert.InRange(came, 1, large.Length - 1);
        Count(User, came, Measure.FtpDownloadsBroken, Measure.FtpDownloadBytes);
        client.BringBroken("broken.bin", small, () => File.Exists(Path.Combine(files, "broken.bin")) && new FileInfo(Path.Combine(files, "broken.bin")).Length == small.Length);
        Count(User, small.Length, Measure.FtpUploadsBroken, Measure.FtpUploadBytes);
        client.Delete("broken.bin");
        Transfers.Address($"{User}@{Domain}", Measure.FtpDeletions);
    }

    private void Visit()
    {
        using var guest = new FtpClient(network, Guest);
        SignIn(guest, "anonymous", "mozilla@browser.example");
        Count("anonymous", guest.Fetch("small file.bin").Length, Measure.FtpDownloads, Measure.FtpDownloadBytes);
        Transfers.Address($"anonymous@{Domain}", Measure.FtpAnonymous);
    }

    // A download manager: as many guests as it may have, and ten more that are refused.
    private void Download()
    {
        using FtpClient first = new(network, Downloader), second = new(network, Downloader);
        SignIn(first, "anonymous", "manager@download.example");
        SignIn(second, "anonymous", "manager@download.example");
        for (var i = 0; i < 10; i++)
        {
            using var refused = new FtpClient(network, Downloader);
            Assert.False(refused.SignIn("anonymous", "manager@download.example"));
            Refused();
        }
    }

    // The limit holds when somebody signs in.
    private void OneTooMany()
    {
        using FtpClient first = new(network, Client), second = new(network, Client);
        SignIn(first, User, Password);
        SignIn(second, User, Password);
        using var refused = new FtpClient(network, Client);
        Assert.False(refused.SignIn(User, Password));
        Refused();
    }

    private void Guess()
    {
        for (var i = 0; i < 10; i++)
        {
            using var client = new FtpClient(network, Guesser);
            Assert.False(client.SignIn(i % 2 == 0 ? User : i == 5 ? LikeALine : $"nobody{i}", "wrong"));
            Connections.Server(Measure.FtpSignInsFailed);
            WrongPasswords++;
        }
    }

    private void SignIn(FtpClient client, string user, string password)
    {
        Assert.Equal(220, client.Greeting);
        Assert.True(client.SignIn(user, password));
        Connections.Server(Measure.FtpSessions);
        Sessions++;
        GuestSessions += user == User ? 0 : 1;
    }

    private void Refused()
    {
        Connections.Server(Measure.FtpRefusedPerHost);
        OneTooManys++;
    }

    private void Count(string user, long bytes, Measure files, Measure ofBytes)
    {
        Transfers.Address($"{user}@{Domain}", files);
        Transfers.Address($"{user}@{Domain}", ofBytes, bytes);
    }
}
