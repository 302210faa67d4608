using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Metrics.Actions.Blocking;
using Metrics.Analyzers.Detectors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Traps;

/// <summary>Listens at ports that nobody should ask for, and points at who connects to one.</summary>
/// <remarks>Only a finished handshake counts, since anybody can write any address as the sender of a packet, but gets no answer there. A connection is
/// reset as soon as it is taken and costs nothing from then on; of each port one is taken at a time.</remarks>
public sealed partial class TrapService(TrapOptions options, BlockService blocks, TimeProvider time, ILogger<TrapService> logger) : BackgroundService
{
    /// <summary>Name of this detector in <c>[block.NAME]</c>.</summary>
    public const string Detector = "traps";

    /// <summary>Connections of a port that the kernel keeps until they are taken.</summary>
    private const int Waiting = 4_096;

    private const int ShownPrefixV6 = 64;

    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromSeconds(1);
    private static readonly LingerOption Reset = new(enable: true, seconds: 0);

    private readonly ConcurrentDictionary<int, string> faults = new();

    /// <summary>Why a port is not listened at, as sentences, by port. They are tried again each minute.</summary>
    public IReadOnlyDictionary<int, string> Faults => faults;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(options.Ports.Select(port => WatchAsync(port, stoppingToken)));

    /// <summary>Whom an address stands for: itself, or the /64 of one customer.</summary>
    internal static string SubjectOf(IPAddress address)
    {
        address = Plain(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(ShownPrefixV6 / 8).Clear();
        return $"{new IPAddress(bytes)}/{ShownPrefixV6}";
    }

    private async Task WatchAsync(int port, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var listener = Listen(port);
                if (faults.TryRemove(port, out _))
                    LogListens(port);
                await AcceptAsync(listener, port, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                var fault = e.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => "something else listens there.",
                    SocketError.AccessDenied => "the user of this process may not listen below 1024: it needs CAP_NET_BIND_SERVICE.",
                    _ => $"{e.Message.TrimEnd('.')}.",
                };
                if (!faults.TryGetValue(port, out var known) || known != fault)
                    LogNotListening(port, fault);
                faults[port] = fault;
                await Task.Delay(TryAgain, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static Socket Listen(int port)
    {
        // One socket takes both kinds of addresses, where there are both.
        var socket = Socket.OSSupportsIPv6
            ? new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            socket.Listen(Waiting);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listener, int port, CancellationToken stopping)
    {
        while (true)
        {
            EndPoint? from, to;
            try
            {
                using var connection = await listener.AcceptAsync(stopping).ConfigureAwait(false);
                (from, to) = (connection.RemoteEndPoint, connection.LocalEndPoint);
                connection.LingerState = Reset;
            }
            catch (SocketException e)
            {
                // No descriptors left, for example: that passes.
                LogNotTaken(port, e.Message);
                await Task.Delay(Pause, time, stopping).ConfigureAwait(false);
                continue;
            }
            if (from is IPEndPoint sender && to is IPEndPoint { Address: var own } && !IPAddress.IsLoopback(Plain(sender.Address)))
                blocks.Take(OffenderOf(sender, own, port));
        }
    }

    private Offender OffenderOf(IPEndPoint from, IPAddress to, int port)
    {
        var now = time.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        var line = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Plain(from.Address)} port {from.Port} connected to {Plain(to)} port {port}");
        return new Offender(Detector, SubjectOf(from.Address), IsAddress: true, seconds, seconds, 1, $"Connected to port {port}, which nobody should ask for.", Doubtful: false, [line]);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trap port {Port} is not listened at: {Fault} It is tried again each minute.")]
    private partial void LogNotListening(int port, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Trap port {Port} is listened at now.")]
    private partial void LogListens(int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection to trap port {Port} could not be taken: {Problem}")]
    private partial void LogNotTaken(int port, string problem);
}
