using System.Net.Sockets;
using Metrics.Web.Serving;

namespace Metrics.Web.Tests.Serving;

public sealed class ListenSocketTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory, InlineData(""), InlineData("notes")]
    public void A_file_that_is_no_socket_stays_and_the_start_fails(string content)
    {
        var path = directory["metrics.sock"];
        File.WriteAllText(path, content);
        var fault = Assert.ThrowsAny<Exception>(() => ListenSockets.Bind(new UnixDomainSocketEndPoint(path)));
        Assert.Contains("in use", fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void A_socket_that_nobody_answers_makes_room()
    {
        var address = new UnixDomainSocketEndPoint(directory["metrics.sock"]);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(address);
            // Closed without the deletion that a proper end brings.
            File.Move(directory["metrics.sock"], directory["kept.sock"]);
        }
        File.Move(directory["kept.sock"], directory["metrics.sock"]);
        using var bound = ListenSockets.Bind(address);
        Assert.True(bound.IsBound);
    }

    public void Dispose() => directory.Dispose();
}
