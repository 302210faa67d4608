using System.Text;
using System.Text.Unicode;
using Metrics.Bench.Peers;

namespace Metrics.Bench.Store;

/// <summary>rrd_update_r in this process: no text but the reading itself, no pipe, no sync.</summary>
internal sealed class LibrrdPeer : IStorePeer
{
    private readonly PeerLoad load;
    private readonly byte[][] paths;

    public LibrrdPeer(PeerLoad load)
    {
        this.load = load;
        paths = [.. Enumerable.Range(0, load.Series).Select(s => Encoding.UTF8.GetBytes(load.File(s) + '\0'))];
        for (var i = 0; i < load.Series; i++)
            Librrd.Create(load.File(i), load.Start, PeerLoad.StepSeconds, PeerLoad.Archives);
    }

    public string Name => "librrd, rrd_update_r";

    public void Append(int round)
    {
        Span<byte> reading = stackalloc byte[64];
        for (var i = 0; i < paths.Length; i++)
        {
            Utf8.TryWrite(reading, $"{load.Time(round)}:{PeerLoad.Value(i, round)}\0", out var length);
            Librrd.Update(paths[i], reading[..length]);
        }
    }

    public void Finish()
    {
    }

    public void Dispose()
    {
    }
}
