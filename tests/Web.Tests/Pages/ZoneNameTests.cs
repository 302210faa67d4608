using Metrics.Web.Pages;

namespace Metrics.Web.Tests.Pages;

public class ZoneNameTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-01-15T12:00:00Z", "CET")]
    [InlineData("Europe/Berlin", "2026-07-15T12:00:00Z", "CEST")]
    [InlineData("Etc/UTC", "2026-07-15T12:00:00Z", "UTC")]
    [InlineData("America/Sao_Paulo", "2026-07-15T12:00:00Z", "UTC\u221203:00")]
    public void A_zone_has_its_abbreviation_or_its_offset(string zone, string moment, string expected) =>
        Assert.Equal(expected, ZoneName.At(TimeZoneInfo.FindSystemTimeZoneById(zone), DateTimeOffset.Parse(moment)));
}
