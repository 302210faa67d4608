using Metrics.Actions.Guard;

namespace Metrics.Firewall.Tests;

/// <summary>What stands in the guard's configuration is done as root, so nobody else may be able to change it.</summary>
public sealed class GuardTrustTests : IDisposable
{
    private const string Nobody = "nobody";

    private readonly string directory = Directory.CreateTempSubdirectory("metrics-trust-").FullName;

    public GuardTrustTests()
    {
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Path.Combine(directory, "etc"));
        File.WriteAllText(File_, "");
        File.SetUnixFileMode(File_, (UnixFileMode)0b110_100_100);
    }

    private string File_ => Path.Combine(directory, "etc", "file");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void What_is_roots_alone_is_trusted_also_below_a_directory_of_all_and_what_is_not_there()
    {
        Assert.Null(TrustedFiles.FaultOf(File_));
        Assert.Null(TrustedFiles.FaultOf(File_ + ".none"));
        Assert.Null(TrustedFiles.FaultOf("/"));
        Assert.Null(TrustedFiles.FaultOf(["sh", "-c", "true"]));
    }

    [Theory]
    [InlineData("etc/file", "chown nobody", "belongs to user 65534, who can change it. What the guard reads and runs must be root's alone: chown root DIR/etc/file")]
    [InlineData("etc", "chown nobody", "chown root DIR/etc")]
    [InlineData("etc/file", "chmod g+w", "can be written by others than root. What the guard reads and runs must be root's alone: chmod go-w DIR/etc/file")]
    [InlineData("etc", "chmod o+w", "chmod go-w DIR/etc")]
    [InlineData("", "chmod g+w", "chmod go-w DIR")]
    [InlineData("etc", "chmod 1777", "is in a directory that everybody may write to")]
    public void What_others_could_change_or_replace_is_not_and_it_is_said_what_to_do(string path, string command, string said)
    {
        var parts = command.Split(' ');
        Tool.Run("coreutils", parts[0], parts[1], Path.Combine(directory, path).TrimEnd('/'));
        Assert.Contains(said.Replace("DIR", directory, StringComparison.Ordinal), TrustedFiles.FaultOf(File_), StringComparison.Ordinal);
        Assert.Contains(said.Replace("DIR", directory, StringComparison.Ordinal), TrustedFiles.FaultOf(["/bin/sh", File_]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DIR/etc/file"), InlineData("--config=DIR/etc/file"), InlineData("-cDIR/etc/file"), InlineData("file=DIR/etc/file"), InlineData("--config=DIR/etc/none")]
    public void Files_within_arguments_count_too(string argument)
    {
        var command = argument.Replace("DIR", directory, StringComparison.Ordinal);
        Assert.Null(TrustedFiles.FaultOf(["/bin/sh", command]));
        Tool.Run("coreutils", "chmod", "g+w", Path.Combine(directory, "etc"));
        Assert.Contains($"chmod go-w {directory}/etc", TrustedFiles.FaultOf(["/bin/sh", command]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_must_not_be_everybodys_to_put_there()
    {
        Tool.Run("coreutils", "chmod", "1777", Path.Combine(directory, "etc"));
        Assert.Contains("everybody can put it there", TrustedFiles.FaultOf(File_ + ".none"), StringComparison.Ordinal);
        Assert.Contains("everybody can put it there", TrustedFiles.FaultOf(Path.Combine(directory, "etc", "none", "file")), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_are_followed_and_each_directory_on_their_way_counts()
    {
        Directory.CreateDirectory(Path.Combine(directory, "open"));
        var (inner, outer) = (Path.Combine(directory, "open", "inner"), Path.Combine(directory, "outer"));
        File.CreateSymbolicLink(inner, "../etc/file");
        File.CreateSymbolicLink(outer, inner);
        Assert.Null(TrustedFiles.FaultOf(outer));

        File.SetUnixFileMode(Path.Combine(directory, "open"), (UnixFileMode)0b111_101_111);
        Assert.Contains($"chmod go-w {directory}/open", TrustedFiles.FaultOf(outer), StringComparison.Ordinal);
        Assert.Null(TrustedFiles.FaultOf(File_));
        File.CreateSymbolicLink(Path.Combine(directory, "loop"), "loop");
        Assert.Contains("links", TrustedFiles.FaultOf(Path.Combine(directory, "loop")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics.toml", "chmod", "go+w"), InlineData("conf.d", "chmod", "g+w"), InlineData("conf.d/more.toml", "chown", Nobody), InlineData("test.sh", "chmod", "o+w")]
    [InlineData("state", "chown", Nobody)]
    public async Task A_guard_does_not_start_with_what_others_can_change_and_with_what_they_cannot_it_does(string path, string tool, string how)
    {
        using var network = new Network();
        using var guard = new GuardProcess(network, "[service.web]\nrestart = [\"/bin/true\"]\ntest = [\"/bin/sh\", \"DIR/test.sh\"]\n", start: false);
        var root = Path.GetDirectoryName(guard.Configuration)!;
        Directory.CreateDirectory(Path.Combine(root, "conf.d"));
        Directory.CreateDirectory(Path.Combine(root, "state"));
        File.WriteAllText(Path.Combine(root, "conf.d", "more.toml"), "");
        File.WriteAllText(Path.Combine(root, "test.sh"), "exit 0\n");
        guard.Start();
        guard.Kill();

        Tool.Run("coreutils", tool, how, Path.Combine(root, path));
        using var refused = guard.Run();
        var said = await refused.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(refused.WaitForExit(Tool.Patience));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($" {root}/{path}", said, StringComparison.Ordinal);
        Assert.Contains("must be root's alone: ch", said, StringComparison.Ordinal);
    }
}
