using System.CommandLine;
using System.Net;
using Metrics.Actions.Firewall;

namespace Metrics.Web.Commands;

/// <summary><c>metrics unblock</c>: ends blocks.</summary>
internal sealed class UnblockCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Argument<string[]> addresses = new("ADDRESS") { Description = "Addresses and networks that are blocked.", Arity = ArgumentArity.OneOrMore };

    /// <summary>Makes the verb.</summary>
    public UnblockCommand(ConfigOptions options) : base("unblock", "Ends blocks; connections that were there go on.")
    {
        this.options = options;
        // What looks like an address and is none, such as 127.1, the guard finds: it never blocked it.
        addresses.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!IPAddress.TryParse(token.Value.Split('/')[0], out _))
                    result.AddError($"{token.Value} is no address.");
        });
        Arguments.Add(addresses);
        SetAction(UnblockAsync);
    }

    private Task<int> UnblockAsync(ParseResult command, CancellationToken cancel) => GuardAccess.RunAsync(options, command, async (client, output) =>
    {
        var exit = ExitCode.Ok;
        foreach (var part in command.GetRequiredValue(addresses).Chunk(BlockRequest.Most))
        {
            foreach (var outcome in (await client.AskAsync<BlockAnswer>(new UnblockRequest(part), cancel)).Outcomes)
            {
                if (outcome.Refusal.Length == 0)
                    output.Say($"{outcome.Address} is no longer blocked.");
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
