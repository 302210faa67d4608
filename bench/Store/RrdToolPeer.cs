using System.Globalization;
using Metrics.Bench.Peers;

namespace Metrics.Bench.Store;

/// <summary>"rrdtool -": one update command a reading, each waited for.</summary>
internal sealed class RrdToolPeer : IStorePeer
{
    private readonly PeerLoad load;
    private readonly RrdToolPipe pipe = new();

    public RrdToolPeer(PeerLoad load)
    {
        this.load = load;
        for (var i = 0; i < load.Series; i++)
            Librrd.Create(load.File(i), load.Start, PeerLoad.StepSeconds, PeerLoad.Archives);
    }

    public string Name => "rrdtool -, update";

    public void Append(int round)
    {
        for (var i = 0; i < load.Series; i++)
            pipe.Run(string.Create(CultureInfo.InvariantCulture, $"update {load.File(i)} {load.Time(round)}:{PeerLoad.Value(i, round)}"));
    }

    public void Finish()
    {
    }

    public void Dispose() => pipe.Dispose();
}
