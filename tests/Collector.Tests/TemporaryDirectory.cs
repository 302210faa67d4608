namespace Metrics.Collector.Tests;

/// <summary>A directory that is gone when the test is.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("collector-tests-").FullName;

    public string Combine(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file in place: handles that are open see it.</summary>
    public void Write(string relative, string text)
    {
        var path = Combine(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
