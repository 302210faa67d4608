namespace Metrics.RrdStore.Storage;

/// <summary>Lets readers copy what the writer changes, without a lock that stops it: a counter that is odd while a batch is taken.
/// A reader copies, and copies again when the counter was odd or has moved.</summary>
internal sealed class ReaderGate
{
    // A reader that comes off badly against a writer without pauses asks it for one.
    private const int PatientAttempts = 16;
    private const int LongestPauseSpins = 50;

    private int version;
    private int impatient;

    /// <summary>Another number after each change, and while one is made.</summary>
    public uint Version => (uint)Volatile.Read(ref version);

    /// <summary>The writer begins to change things.</summary>
    public void BeginWrite()
    {
        for (var spins = 0; Volatile.Read(ref impatient) != 0 && spins < LongestPauseSpins; spins++)
            Thread.SpinWait(20);
        Volatile.Write(ref version, version + 1);
        Interlocked.MemoryBarrier();
    }

    /// <summary>The writer has changed them.</summary>
    public void EndWrite() => Volatile.Write(ref version, version + 1);

    /// <summary>Begins to copy.</summary>
    /// <param name="attempt">Number of the attempt, from 0.</param>
    /// <returns>The version, for <see cref="EndRead"/>.</returns>
    public int BeginRead(int attempt)
    {
        if (attempt == PatientAttempts)
            Interlocked.Increment(ref impatient);
        var wait = new SpinWait();
        int seen;
        while (((seen = Volatile.Read(ref version)) & 1) != 0)
            wait.SpinOnce(sleep1Threshold: -1);
        return seen;
    }

    /// <summary>Whether the copy is of one moment.</summary>
    public bool EndRead(int seen, int attempt)
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref version) != seen)
            return false;
        if (attempt >= PatientAttempts)
            Interlocked.Decrement(ref impatient);
        return true;
    }
}
