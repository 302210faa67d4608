using Microsoft.Extensions.Time.Testing;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>A directory for one test, with a clock that the test moves.</summary>
internal sealed class StoreDirectory : IDisposable
{
    public StoreDirectory()
    {
        Path = Directory.CreateTempSubdirectory("store-").FullName;
    }

    public string Path { get; }

    /// <summary>Begins on 2001-09-09 01:46:40 UTC.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000_000));

    public RoundRobinStore Open(double syncSeconds = 1) =>
        RoundRobinStore.Open(Path, new StoreOptions { Time = Clock, SyncInterval = TimeSpan.FromSeconds(syncSeconds) });

    /// <summary>The files as they are now, as a process killed in this moment leaves them.</summary>
    public StoreDirectory Crashed(RoundRobinStore store)
    {
        var copy = new StoreDirectory();
        copy.Clock.SetUtcNow(Clock.GetUtcNow());
        store.WhileStill(() => CopyTo(copy));
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void CopyTo(StoreDirectory copy)
    {
        foreach (var file in Directory.GetFiles(Path, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(copy.Path, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            if (System.IO.Path.GetFileName(file) == "lock")
                continue;
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var destination = File.Create(target);
            source.CopyTo(destination);
        }
    }
}
