namespace Metrics.Collector.Tests;

public sealed class CollectorOptionsValidatorTests
{
    private readonly CollectorOptionsValidator validator = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.True(validator.Validate(null, new CollectorOptions()).Succeeded);

    [Fact]
    public void All_faults_are_found_at_once()
    {
        var options = new CollectorOptions
        {
            Step = TimeSpan.FromSeconds(7),
            NetworkStep = TimeSpan.Zero,
            ProcRoot = "/nowhere",
            SysRoot = "",
            Disabled = { "hwmon", "sensors" },
        };
        var failures = validator.Validate(null, options).Failures!.ToArray();
        Assert.Equal(["Collector:Step (00:00:07)", "Collector:NetworkStep (00:00:00)", "Collector:ProcRoot (/nowhere)", "Collector:SysRoot ()", "Collector:Disabled (sensors)"],
            failures.Select(f => f[..(f.IndexOf(')') + 1)]));
        Assert.All(failures, f => Assert.EndsWith(".", f));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(5), InlineData(10), InlineData(30), InlineData(60)]
    public void Every_allowed_step_has_a_schema_whose_rows_are_whole_steps(int seconds)
    {
        var schema = DefaultSchemas.Of(TimeSpan.FromSeconds(seconds));
        Assert.Equal(seconds, schema.StepSeconds);
        Assert.InRange(schema.HeartbeatSeconds, 2 * seconds + 1, 3 * seconds);
        Assert.Contains(schema.Archives, a => a.StepsPerRow * seconds == 300 && a.Rows * 300L >= 35 * 86_400);
    }
}
