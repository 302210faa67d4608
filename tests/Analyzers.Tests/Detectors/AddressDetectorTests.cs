using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Events;

namespace Metrics.Analyzers.Tests.Detectors;

public sealed class AddressDetectorTests
{
    [Fact]
    public void Ten_refusals_within_a_minute_are_a_download_manager_and_nine_are_not()
    {
        var watched = new Watched();
        for (var i = 0; i < 9; i++)
            watched.Refused("192.0.2.7", i);
        Assert.Empty(watched.Found);

        watched.Refused("192.0.2.7", 59);

        var offender = Assert.Single(watched.Found);
        Assert.Equal(("downloads", "192.0.2.7", true, Watched.Noon + 59, false),
            (offender.Detector, offender.Subject, offender.IsAddress, offender.LastUnixSeconds, offender.Doubtful));
        Assert.Equal("10 connections refused for too many at once within a minute.", offender.Reason);
        Assert.Equal("0 refused 192.0.2.7", offender.Evidence[0]);
        Assert.Equal("59 refused 192.0.2.7", offender.Evidence[^1]);
    }

    [Fact]
    public void Ten_refusals_that_take_longer_than_a_minute_are_not_yet_one_but_sixty_within_an_hour_are()
    {
        var watched = new Watched();
        for (var i = 0; i < 59; i++)
            watched.Refused("192.0.2.7", i * 10);
        Assert.Empty(watched.Found);

        watched.Refused("192.0.2.7", 3_599);

        Assert.Equal("60 connections refused for too many at once within an hour.", Assert.Single(watched.Found).Reason);
    }

    [Fact]
    public void Limits_of_the_server_of_a_user_and_of_a_class_are_nobodys_fault()
    {
        var watched = new Watched();
        for (var i = 0; i < 100; i++)
        {
            watched.Refused("192.0.2.7", 0, FtpLimit.Server);
            watched.Refused("192.0.2.7", 0, FtpLimit.PerUser);
            watched.Refused("192.0.2.7", 0, FtpLimit.PerClass);
        }

        Assert.Empty(watched.Found);
    }

    [Fact]
    public void Who_signed_in_within_a_day_is_given_three_times_as_much()
    {
        var watched = new Watched();
        watched.SignedIn("192.0.2.7", -3_600, succeeded: true);
        for (var i = 0; i < 29; i++)
            watched.Refused("192.0.2.7", i);
        Assert.Empty(watched.Found);

        watched.Refused("192.0.2.7", 30);

        Assert.Single(watched.Found);
    }

    [Fact]
    public void A_guest_is_not_spared_and_his_broken_pieces_are_evidence()
    {
        var watched = new Watched();
        watched.SignedIn("192.0.2.7", 0, succeeded: true, anonymous: true);
        for (var i = 0; i < 9; i++)
            watched.Refused("192.0.2.7", i);
        watched.Fragment("192.0.2.7", 9);
        watched.Refused("192.0.2.7", 10);

        Assert.Contains("9 a piece of /pub/big.iso", Assert.Single(watched.Found).Evidence);
    }

    [Fact]
    public void Pointing_again_takes_as_much_again()
    {
        var watched = new Watched();
        for (var i = 0; i < 25; i++)
            watched.Refused("192.0.2.7", i);

        Assert.Equal(2, watched.Found.Count);
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_are_one()
    {
        var watched = new Watched();
        for (var i = 0; i < 10; i++)
            watched.Refused($"2001:db8:1:2::{i:x}", i);

        Assert.Equal("2001:db8:1:2::/64", Assert.Single(watched.Found).Subject);
    }

    [Fact]
    public void An_IPv4_address_in_IPv6_is_the_IPv4_address()
    {
        var watched = new Watched();
        for (var i = 0; i < 5; i++)
        {
            watched.Refused("::ffff:192.0.2.7", i);
            watched.Refused("192.0.2.7", i);
        }

        Assert.Equal("192.0.2.7", Assert.Single(watched.Found).Subject);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("203.0.113.77")]
    [InlineData("2001:db8:aa:1::5")]
    [InlineData("localhost")]
    [InlineData("192.0.2.7:22")]
    [InlineData("0192.0.2.7")]
    [InlineData("127.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("")]
    public void The_machine_itself_who_is_spared_and_what_is_no_address_are_never_pointed_at(string client)
    {
        var watched = new Watched(new DetectorOptions { Spared = [System.Net.IPNetwork.Parse("203.0.113.0/24"), System.Net.IPNetwork.Parse("2001:db8:aa:1::5/128")] });
        for (var i = 0; i < 200; i++)
            watched.Refused(client, i);

        Assert.Empty(watched.Found);
    }

    [Theory]
    [InlineData("Ftp", "passwords.ftp")]
    [InlineData("Mail", "passwords.mail")]
    [InlineData("Ssh", "passwords.ssh")]
    public void Failed_sign_ins_are_counted_for_each_service(string service, string detector)
    {
        var watched = new Watched();
        for (var i = 0; i < 10; i++)
            watched.SignedIn("192.0.2.7", i, succeeded: false, Enum.Parse<SignInService>(service));

        Assert.Equal(detector, Assert.Single(watched.Found).Detector);
    }

    [Fact]
    public void Slow_guessing_is_found_within_a_day()
    {
        var watched = new Watched();
        for (var i = 0; i < 30; i++)
            watched.SignedIn("192.0.2.7", i * 1_800, succeeded: false, SignInService.Ssh);

        Assert.Equal("30 failed sign-ins to a shell within 24 hours.", Assert.Single(watched.Found).Reason);
    }

    [Fact]
    public void Who_asks_for_recipients_that_do_not_exist_harvests_unless_most_of_its_mail_is_taken()
    {
        var watched = new Watched();
        for (var i = 0; i < 20; i++)
            watched.Unknown("192.0.2.7", i);
        for (var i = 0; i < 70; i++)
        {
            watched.Unknown("192.0.2.9", i);
            watched.Sent("someone@example.com", i, origin: MailOrigin.Network);
            watched.Sent("someone@example.com", i, origin: MailOrigin.Network);
        }

        Assert.Equal(("harvesting", "192.0.2.7"), (Assert.Single(watched.Found).Detector, watched.Found[0].Subject));
    }

    [Fact]
    public void When_most_are_pointed_at_the_limit_is_doubted_and_not_they()
    {
        var watched = new Watched();
        for (var client = 1; client <= 30; client++)
            for (var i = 0; i < 10; i++)
                watched.Refused($"192.0.2.{client}", i);

        Assert.Equal(30, watched.Found.Count);
        Assert.All(watched.Found.Take(9), offender => Assert.False(offender.Doubtful));
        Assert.All(watched.Found.Skip(9), offender => Assert.True(offender.Doubtful));
    }

    [Fact]
    public void A_flood_of_addresses_does_not_grow_the_memory_and_does_not_hide_an_offender()
    {
        var watched = new Watched();
        for (var i = 0; i < 3 * AddressDetector.Most; i++)
        {
            watched.Refused($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}", i / 1_000);
            if (i % 1_000 == 0)
                watched.Refused("192.0.2.7", i / 1_000);
        }

        Assert.Equal("192.0.2.7", watched.Found[0].Subject);
    }

    [Fact]
    public void Zero_turns_a_detector_off()
    {
        var watched = new Watched(new DetectorOptions { FtpRefusals = 0 });
        for (var i = 0; i < 100; i++)
            watched.Refused("192.0.2.7", i);

        Assert.Empty(watched.Found);
    }
}
