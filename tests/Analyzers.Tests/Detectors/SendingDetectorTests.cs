using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Events;

namespace Metrics.Analyzers.Tests.Detectors;

public sealed class SendingDetectorTests
{
    [Theory]
    [InlineData("Authenticated")]
    [InlineData("Local")]
    public void More_recipients_than_the_limit_within_an_hour_are_too_many(string origin)
    {
        var watched = new Watched(new DetectorOptions { RecipientsPerHour = 100 });
        for (var i = 0; i < 20; i++)
            watched.Sent("web1@example.org", i, recipients: 10, Enum.Parse<MailOrigin>(origin));

        var offender = Assert.Single(watched.Found);
        Assert.Equal(("sending", "web1@example.org", false), (offender.Detector, offender.Subject, offender.IsAddress));
        Assert.Equal("10 messages to 100 recipients within an hour; the limit is 100.", offender.Reason);
        Assert.Equal("9 sent by web1@example.org", offender.Evidence[^1]);
    }

    [Fact]
    public void Mail_from_strangers_is_not_sending()
    {
        var watched = new Watched(new DetectorOptions { RecipientsPerHour = 100 });
        for (var i = 0; i < 1_000; i++)
            watched.Sent("someone@example.com", i, origin: MailOrigin.Network);

        Assert.Empty(watched.Found);
    }

    [Fact]
    public void The_next_hour_begins_anew()
    {
        var watched = new Watched(new DetectorOptions { RecipientsPerHour = 100 });
        for (var hour = 0; hour < 5; hour++)
            watched.Sent("anna@example.org", hour * 3_600, recipients: 99);
        Assert.Empty(watched.Found);

        for (var hour = 5; hour < 7; hour++)
            watched.Sent("anna@example.org", hour * 3_600, recipients: 100);
        Assert.Equal(2, watched.Found.Count);
    }

    [Fact]
    public void Many_times_the_same_hour_of_past_weeks_is_unusual()
    {
        var watched = new Watched(new DetectorOptions { RecipientsPerHour = 1_000 }, (address, hour) => (address, hour) == ("anna@example.org", Watched.Noon) ? 30 : null);
        for (var i = 0; i < 400; i++)
        {
            watched.Sent("anna@example.org", i);
            watched.Sent("ben@example.org", i);
        }

        var offender = Assert.Single(watched.Found);
        Assert.Equal("150 messages to 150 recipients within an hour; at this hour it never sent to more than 30 in the past weeks.", offender.Reason);
    }
}
