using System.CommandLine;
using Metrics.Actions.Firewall;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary><c>metrics block</c>: blocks addresses at once.</summary>
internal sealed class BlockCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Argument<string[]> addresses = new("ADDRESS") { Description = "Addresses, and networks such as 192.0.2.0/24.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<TimeSpan?> time = GuardAccess.Duration("How long, such as 1h; without it firewall.block_time.");
    private readonly Option<string> why = new("--why") { Description = "A reason, for people.", HelpName = "TEXT" };

    /// <summary>Makes the verb.</summary>
    public BlockCommand(ConfigOptions options) : base("block", "Blocks addresses at once: nothing of theirs gets in any more, not even what belongs to a connection that is there.")
    {
        this.options = options;
        Arguments.Add(addresses);
        Options.Add(time);
        Options.Add(why);
        SetAction(BlockAsync);
    }

    private Task<int> BlockAsync(ParseResult command, CancellationToken cancel) => GuardAccess.RunAsync(options, command, async (client, output) =>
    {
        var seconds = (long)(command.GetValue(time) ?? TimeSpan.Zero).TotalSeconds;
        var reason = command.GetValue(why) ?? $"by hand, by {Environment.UserName}";
        var exit = ExitCode.Ok;
        foreach (var part in command.GetRequiredValue(addresses).Chunk(BlockRequest.Most))
        {
            var answer = await client.AskAsync<BlockAnswer>(new BlockRequest([.. part.Select(address => new BlockOrder(address, seconds, reason, Grows: false))]), cancel);
            foreach (var outcome in answer.Outcomes)
            {
                if (outcome.Refusal.Length == 0)
                    output.Say($"{outcome.Address} is blocked for {ConfigTypes.Format(TimeSpan.FromSeconds(outcome.Seconds))}.");
                else
                {
                    output.Error(outcome.Refusal);
                    exit = ExitCode.Failed;
                }
            }
        }
        return exit;
    }, cancel);
}
