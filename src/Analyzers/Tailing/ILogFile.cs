namespace Metrics.Analyzers.Tailing;

/// <summary>A file of a log, from which whole lines are taken in their order.</summary>
internal interface ILogFile : IDisposable
{
    /// <summary>Which file.</summary>
    FileIdentity Identity { get; }

    /// <summary>How far whole lines have been read.</summary>
    LogPosition Position { get; }

    /// <summary>When it had last been written to when it was opened, as <see cref="FileIdentity.TryOf(string, out FileIdentity, out long)"/> says.</summary>
    long Written { get; }

    /// <summary>When it last had something new or had its name, on the clock of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    long Grown { get; }

    /// <summary>Whether the last reading found nothing more.</summary>
    bool AtEnd { get; }

    /// <summary>Whether it was read to its end and cannot grow.</summary>
    bool Ended { get; }

    /// <summary>Whether it was read to its end and nobody was heard to write to it since. One that nobody is heard of is never quiet.</summary>
    bool IsQuiet { get; }

    /// <summary>Times the file was emptied under the reader's eyes; what was written to it just before may have been missed.</summary>
    long Truncations { get; }

    /// <summary>Lines passed over because they were too long.</summary>
    long TooLong { get; }

    /// <summary>The first bytes that the file has now, at most <see cref="LogPosition.MostHeadBytes"/>.</summary>
    /// <exception cref="IOException">The disk does not give them, or it is damaged.</exception>
    ReadOnlySpan<byte> Begin();

    /// <summary>Whether the file has what was read up to a position: it is the one of the position, or a copy.</summary>
    bool Has(LogPosition position);

    /// <summary>Hears of writes to it.</summary>
    void Watch(WriteWatch writes);

    /// <summary>Another file has its name from now on. Who wrote to it may do so for a while.</summary>
    void Rename(TimeProvider time);

    /// <summary>Goes on where a position says.</summary>
    void Seek(LogPosition position);

    /// <summary>Reads what is new, as much as fits the buffer.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="IOException">The disk does not give it, or it is damaged.</exception>
    int Read(TimeProvider time);

    /// <summary>Takes the next whole line; it lives until <see cref="Read"/> is called.</summary>
    bool TryTake(out ReadOnlySpan<byte> line);
}
