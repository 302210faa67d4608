namespace Metrics.Web.Tests.Commands;

/// <summary>What commands say to input that is wrong: 2 for what no store could do, 1 for what this one cannot.</summary>
public sealed class BadInputTests
{
    private const string Series = StoreFixture.Series;

    /// <summary>Exit code, what the sentence has in it, command line.</summary>
    public static TheoryData<int, string, string[]> Commands => new()
    {
        { 1, $"There is no series room.rack.tmp; did you mean {Series}?", ["query", "room.rack.tmp"] },
        { 1, $"did you mean {Series}?", ["store", "delete", "room.rack.temq"] },
        { 1, $"did you mean {Series}?", ["store", "rename", "room.rck.temp", "new"] },
        { 1, $"did you mean {Series}?", ["store", "clip", "room.rack.temps", "--above", "1", "--from", "-1d", "--to", "now"] },
        { 1, $"did you mean {Series}?", ["export", "rrd", "room.rack.temps", "--to", "/tmp"] },
        { 1, "There is no file or directory /nowhere/at/all.", ["import", "rrd", "/nowhere/at/all"] },
        { 1, "The directory /proc/nowhere cannot be made there.", ["store", "backup", "/proc/nowhere"] },
        { 1, "The directory /proc/nowhere cannot be made there.", ["export", "rrd", Series, "--to", "/proc/nowhere"] },
        { 1, "There is no file or directory /nowhere/\uFFFD[31m.", ["import", "rrd", "/nowhere/\e[31m"] },
        { 2, "--to takes a path", ["export", "rrd", Series, "--to", ""] },
        { 2, "FILE|DIRECTORY takes a path", ["import", "rrd", ""] },
        { 2, "DIR takes a path", ["store", "backup", ""] },
        { 2, "--output takes a path", ["graph", "load", "--output", ""] },
        { 2, "FILE takes a path", ["analyze", ""] },
        { 2, "--above is less than --below", ["store", "clip", Series, "--above", "5", "--below", "9", "--from", "-1d", "--to", "now"] },
        { 2, "Unrecognized command or argument '\uFFFD[31m'", ["store", "stat", "\e[31m"] },
        { 2, "Did you mean stat?", ["store", "stst"] },
        { 2, "is not after the start", ["query", Series, "--from", "now", "--to", "-1d"] },
        { 2, "is not after the start", ["store", "clip", Series, "--above", "1", "--from", "now", "--to", "-1d"] },
        { 2, "--from takes a date (2026-11-25", ["query", Series, "--from", "yesterdy"] },
        { 2, "--from takes a date (2026-11-25", ["query", Series, "--from", "2023-99-14T23:49:40Z"] },
        { 2, "--above takes a number such as 1500 or 1.5e9; found \"8k\".", ["store", "clip", Series, "--above", "8k", "--from", "-1d", "--to", "now"] },
        { 2, "--below takes a number such as 1500 or 1.5e9; found \"NaN\".", ["store", "clip", Series, "--below", "NaN", "--from", "-1d", "--to", "now"] },
        { 2, "--above or --below is needed", ["store", "clip", Series, "--from", "-1d", "--to", "now"] },
        { 2, "--from", ["store", "clip", Series, "--above", "1", "--to", "now"] },
        { 2, "--step takes a whole number of seconds, at least 1, as 10 or 10s; found \"0\".", ["query", Series, "--step", "0"] },
        { 2, "--cf takes average, minimum, maximum or last; found \"median\".", ["query", Series, "--cf", "median"] },
        { 2, "--json and --csv exclude each other.", ["query", Series, "--json", "--csv"] },
        { 2, "begins or ends with white space", ["query", " x"] },
        { 2, "has the control character U+0007", ["store", "rename", Series, "a\u0007b"] },
        { 2, "longer than 255 bytes", ["store", "delete", new string('x', 256)] },
        { 2, "--series takes a whole number from 1 to 100000000; found \"0\".", ["store", "plan", "--series", "0"] },
        { 2, "--series takes a whole number from 1 to 100000000; found \"-5\".", ["store", "plan", "--series", "-5"] },
        { 2, "--series takes a whole number from 1 to 100000000; found \"1e3\".", ["store", "plan", "--series", "1e3"] },
        { 2, "--series takes a whole number from 1 to 100000000; found \"100000001\".", ["store", "plan", "--series", "100000001"] },
        { 2, "--schema takes step or network_step; found \"netz\".", ["store", "plan", "--series", "1", "--schema", "netz"] },
        { 2, "--schema says what --series plans", ["store", "plan", "--schema", "step"] },
        { 2, "", ["export", "rrd", Series] },
        { 2, "", ["store"] },
        { 2, "", ["import", "rrd"] },
    };

    [Fact]
    public async Task Every_wrong_command_is_one_clear_sentence()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: true);
        foreach (var row in Commands)
        {
            var (expected, sentence, arguments) = row.Data;

            var run = await store.RunAsync(arguments);

            Assert.True(run.ExitCode == expected, $"{string.Join(' ', arguments)}: {run.ExitCode} {run.Errors}");
            Assert.Contains(sentence, run.Errors);
            Assert.DoesNotContain("   at ", run.Errors);
            Assert.True(expected == 2 || !run.Errors.Contains('\n'), run.Errors);
            Assert.Equal("", run.Output);
            Assert.DoesNotContain('\e', run.Errors);
            Assert.DoesNotContain("Usage:", run.Errors);
        }
    }

    [Theory, InlineData("--config"), InlineData("--data")]
    public async Task An_empty_path_of_every_verb_is_refused(string option)
    {
        var run = await CommandRun.MetricsAsync("store", "stat", option, "");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"{option} takes a path; what is given is empty or has a null character.\nmetrics store stat --help says more.", run.Errors);
    }

    [Fact]
    public async Task Help_is_an_answer_and_no_failure()
    {
        var run = await CommandRun.MetricsAsync("store", "clip", "--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("--above", run.Output);
    }

    [Fact]
    public async Task A_directory_without_a_store_is_not_made_one_by_a_question()
    {
        await using var store = await StoreFixture.CreateAsync(isServed: false);

        var run = await store.RunOnAsync(store["nothing"], "store", "stat");

        Assert.Equal((1, $"There is no store in {store["nothing"]}."), (run.ExitCode, run.Errors));
        Assert.False(Directory.Exists(store["nothing"]));
    }
}
