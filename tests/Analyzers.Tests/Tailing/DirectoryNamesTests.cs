using Metrics.Analyzers.Tailing;

namespace Metrics.Analyzers.Tests.Tailing;

public sealed class DirectoryNamesTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-names-");
    private readonly DirectoryNames names = new();

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Names_are_found_by_what_they_begin_with()
    {
        Make("shop.log", "shop.log.1", "shop.log-20261126", "shop", "short.log", "sho", "t");
        directory.CreateSubdirectory("shop.log.d");

        Assert.Equal(["shop.log", "shop.log-20261126", "shop.log.1"], Of("shop.log"));
        Assert.Equal(["t"], Of("t"));
        Assert.Empty(Of("u"));
    }

    [Fact]
    public void A_directory_is_looked_through_again_when_it_has_changed()
    {
        Make("a");
        directory.LastWriteTimeUtc = LongAgo;
        Assert.Equal(["a"], Of(""));
        Make("b");
        directory.LastWriteTimeUtc = LongAgo;
        Assert.Equal(["a"], Of(""));
        directory.LastWriteTimeUtc = LongAgo.AddTicks(1);
        Assert.Equal(["a", "b"], Of(""));
    }

    [Fact]
    public void Of_a_directory_that_has_just_changed_nothing_is_kept()
    {
        Make("a");
        var changed = directory.LastWriteTimeUtc;
        Assert.Equal(["a"], Of(""));
        Make("b");
        directory.LastWriteTimeUtc = changed;
        Assert.Equal(["a", "b"], Of(""));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_said_and_the_one_before_is_forgotten()
    {
        Make("a");
        directory.LastWriteTimeUtc = LongAgo;
        Assert.Equal(["a"], Of(""));
        Assert.Throws<DirectoryNotFoundException>(() => names.BeginningWith(Path.Combine(directory.FullName, "none"), "").Length);
        Assert.Equal(["a"], Of(""));
    }

    private string[] Of(string text) => names.BeginningWith(directory.FullName, text).ToArray();

    private void Make(params ReadOnlySpan<string> files)
    {
        foreach (var file in files)
            File.WriteAllText(Path.Combine(directory.FullName, file), "");
    }
}
