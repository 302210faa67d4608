using System.Net.Sockets;

namespace Metrics.Firewall.Tests;

/// <summary>Proves that A is blocked and nobody else is, by packets: those that no longer arrive, and those that do.</summary>
/// <remarks>There is one cable, on which nothing overtakes: when a datagram of B has arrived, everything that A sent before has arrived too, or never
/// will. So nothing has to be waited for.</remarks>
internal sealed class Proof : IDisposable
{
    private const int Lots = 5, DatagramsInLot = 200;
    private const byte OfA = 1, OfB = 2;

    private readonly Hosts hosts;
    private readonly bool isV6;
    private readonly Func<Task<long>> drops;
    private readonly Socket receiver, senderA, senderB, keptA, keptB;
    private Socket? freshA;

    /// <summary>Opens connections of A and B, which must answer.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="isV6">The family.</param>
    /// <param name="drops">How many packets were dropped so far.</param>
    public Proof(Hosts hosts, bool isV6, Func<Task<long>> drops)
    {
        (this.hosts, this.isV6, this.drops) = (hosts, isV6, drops);
        (receiver, senderA, senderB) = (hosts.Receiver(isV6), hosts.Sender(Hosts.A(isV6)), hosts.Sender(Hosts.B(isV6)));
        (keptA, keptB) = (hosts.Begin(Hosts.A(isV6)), hosts.Begin(Hosts.B(isV6)));
        Assert.True(Hosts.Answers(keptA));
        Assert.True(Hosts.Answers(keptB));
        Assert.Equal(DatagramsInLot, Arriving(DatagramsInLot));
    }

    /// <summary>What does not hold of: A's datagrams are dropped and counted, A gets no new connection, A's kept one stalls, B and loopback answer.</summary>
    public async Task<IReadOnlyList<string>> FailuresAsync()
    {
        var failures = new List<string>();
        var before = await drops();
        var arrived = Enumerable.Range(0, Lots).Sum(_ => Arriving(DatagramsInLot));
        Check(arrived == 0 && await drops() >= before + Lots * DatagramsInLot, "A's datagrams are dropped and counted");

        before = await drops();
        freshA = hosts.Begin(Hosts.A(isV6));
        Arriving(0);
        Check(await drops() > before && !freshA.Poll(0, SelectMode.SelectWrite), "A gets no new connection");

        before = await drops();
        Hosts.Send(keptA);
        Arriving(0);
        Check(await drops() > before && !keptA.Poll(0, SelectMode.SelectRead), "A's kept connection stalls");

        using var freshB = hosts.Begin(Hosts.B(isV6));
        Check(Hosts.Answers(freshB), "B gets a new connection");
        Check(Hosts.Answers(keptB), "B's kept connection goes on");
        Check(hosts.LoopbackAnswers(), "loopback answers");
        return failures;

        void Check(bool holds, string statement)
        {
            if (!holds)
                failures.Add(statement);
        }
    }

    /// <summary>Whether what waited goes on: dropped packets are sent again by TCP itself.</summary>
    public bool GoesOn() => Hosts.HasAnswer(keptA, Tool.Patience) && Hosts.Answers(freshA!) && Arriving(DatagramsInLot) == DatagramsInLot;

    /// <summary>Whether A's datagrams are dropped, all of them.</summary>
    public bool DropsDatagrams() => Arriving(1) == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in (Socket?[])[receiver, senderA, senderB, keptA, keptB, freshA])
            socket?.Dispose();
    }

    private int Arriving(int sent)
    {
        for (var i = 0; i < sent; i++)
            senderA.Send([OfA]);
        senderB.Send([OfB]);
        receiver.ReceiveTimeout = (int)Tool.Patience.TotalMilliseconds;
        var buffer = new byte[16];
        for (var arrived = 0; ; arrived++)
        {
            receiver.Receive(buffer);
            if (buffer[0] == OfB)
                return arrived;
        }
    }
}
