using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>A client of FTP that comes from an address of its own.</summary>
internal sealed class FtpClient : IDisposable
{
    private readonly NetworkNamespace network;
    private readonly string address;
    private readonly Socket socket;
    private readonly StreamReader replies;

    /// <summary>Connects; <see cref="Greeting"/> says whether the server wants it.</summary>
    public FtpClient(NetworkNamespace network, string address)
    {
        (this.network, this.address) = (network, address);
        socket = network.Connect(address, FtpDone.Port);
        replies = new StreamReader(new NetworkStream(socket), Encoding.Latin1);
        Greeting = Reply();
    }

    /// <summary>Code of the server's first words.</summary>
    public int Greeting { get; }

    /// <summary>Signs in.</summary>
    /// <returns>Whether it was let in.</returns>
    public bool SignIn(string user, string password)
    {
        Assert.Equal(331, Command($"USER {user}"));
        return Command($"PASS {password}") == 230;
    }

    /// <summary>Fetches a whole file.</summary>
    public byte[] Fetch(string path)
    {
        // The server waits a while for its client to close the connection too, and speaks then.
        byte[] file;
        using (var data = Begin($"RETR {path}"))
            file = ReadAll(data);
        Assert.Equal(226, Reply());
        return file;
    }

    /// <summary>Begins to fetch a file and gives up.</summary>
    /// <returns>How many bytes of it came.</returns>
    public long FetchBroken(string path)
    {
        long bytes;
        using (var data = Begin($"RETR {path}"))
        {
            bytes = data.Receive(new byte[1_000]);
            Say("ABOR");
            bytes += ReadAll(data).Length;
        }
        Assert.Equal(426, Reply());
        Assert.Equal(226, Reply());
        return bytes;
    }

    /// <summary>Brings a file.</summary>
    public void Bring(string path, byte[] file)
    {
        using (var data = Begin($"STOR {path}"))
            Assert.Equal(file.Length, data.Send(file));
        Assert.Equal(226, Reply());
    }

    /// <summary>Begins to bring a file and breaks off when the server has so much of it.</summary>
    public void BringBroken(string path, byte[] begin, Func<bool> isThere)
    {
        using (var data = Begin($"STOR {path}"))
        {
            Assert.Equal(begin.Length, data.Send(begin));
            DebianProgram.Wait("the begin of a file", isThere);
            // Closed in good order, the connection would say that the file is whole.
            data.LingerState = new LingerOption(true, 0);
        }
        Assert.Equal(426, Reply());
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(string path) => Assert.Equal(250, Command($"DELE {path}"));

    /// <summary>Takes leave.</summary>
    public void Dispose()
    {
        if (Greeting == 220)
            Say("QUIT");
        replies.Dispose();
        socket.Dispose();
    }

    // A command that takes a connection for its data (RFC 2428).
    private Socket Begin(string command)
    {
        Assert.Equal(200, Command("TYPE I"));
        Say("EPSV");
        var words = replies.ReadLine()!;
        Assert.StartsWith("229 ", words, StringComparison.Ordinal);
        var data = network.Connect(address, int.Parse(words.Split('|')[3], CultureInfo.InvariantCulture));
        Assert.Equal(150, Command(command));
        return data;
    }

    private int Command(string text)
    {
        Say(text);
        return Reply();
    }

    private void Say(string text) => socket.Send(Encoding.Latin1.GetBytes($"{text}\r\n"));

    // The last line of a reply has a blank behind its code.
    private int Reply()
    {
        var line = replies.ReadLine() ?? throw new IOException("The server has hung up.");
        while (line.Length > 3 && line[3] == '-')
            line = replies.ReadLine() ?? throw new IOException("The server has hung up.");
        return int.Parse(line[..3], CultureInfo.InvariantCulture);
    }

    private static byte[] ReadAll(Socket data)
    {
        using var file = new MemoryStream();
        using var stream = new NetworkStream(data);
        stream.CopyTo(file);
        return file.ToArray();
    }
}
