using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class DomainFilesTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-domains-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Files_of_mail_servers_name_domains()
    {
        var path = Write(
            """
            # postmap(1), local-host-names, rcpthosts, virtualdomains
            Example.org
            shop.example.net OK
            verein.example:vmail
            anna@mail.example  anna
            localhost
            .wildcard.example
            bad_name$.example
            müller.example
            """);

        var files = new DomainFiles([path]);

        Assert.Equal(["example.org", "shop.example.net", "verein.example", "mail.example", "müller.example"], files.Changed());
        Assert.Empty(files.Faults);
        Assert.Empty(files.Changed());
    }

    [Fact]
    public void A_file_that_has_changed_is_read_again_and_one_that_is_missing_is_a_fault_until_it_is_there()
    {
        var path = Path.Combine(directory.FullName, "domains");
        var files = new DomainFiles([path]);
        Assert.Empty(files.Changed());
        Assert.Contains(path, Assert.Single(files.Faults), StringComparison.Ordinal);

        Write("example.org");
        Assert.Equal(["example.org"], files.Changed());
        Assert.Empty(files.Faults);

        Write("example.org\nnew.example");
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddMinutes(1));
        Assert.Equal(["example.org", "new.example"], files.Changed());
    }

    [Fact]
    public void An_international_domain_is_one_in_both_its_forms()
    {
        var ledger = new Ledger(["müller.example"], TimeZoneInfo.Utc, 10);

        Assert.Equal(["xn--mller-kva.example"], ledger.Names);
        Assert.NotNull(ledger.Domain("xn--mller-kva.example"u8));
        Assert.Same(ledger.Domain("xn--mller-kva.example"u8), ledger.Domain("müller.example"u8));
    }

    private string Write(string text)
    {
        var path = Path.Combine(directory.FullName, "domains");
        File.WriteAllText(path, text);
        return path;
    }
}
