using Metrics.Web.Domains;

namespace Metrics.Web.Tests.Domains;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("example.org", "example.org")]
    [InlineData("xn--mller-kva.example", "xn--mller-kva.example (m\u00FCller.example)")]
    // Cyrillic letters that look like Latin ones: the form of servers stands before them.
    [InlineData("xn--80ak6aa92e.com", "xn--80ak6aa92e.com (\u0430\u0440\u0440\u04CF\u0435.com)")]
    [InlineData("xn--a\u0000.example", "xn--a\u0000.example"), InlineData("xn--.example", "xn--.example")]
    public void An_international_name_is_shown_in_both_forms(string domain, string shown) => Assert.Equal(shown, DomainName.Shown(domain));
}
