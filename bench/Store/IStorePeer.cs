namespace Metrics.Bench.Store;

/// <summary>Another program that keeps readings.</summary>
internal interface IStorePeer : IDisposable
{
    string Name { get; }

    /// <summary>Takes one reading of every series.</summary>
    void Append(int round);

    /// <summary>Returns when what was taken is where it is to stay.</summary>
    void Finish();
}
