using System.CommandLine;
using System.Net;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;

namespace Metrics.Web.Commands;

/// <summary><c>metrics panic</c>: lets nothing in but what is never blocked.</summary>
internal sealed class PanicCommand : Command
{
    private const int MostNamed = 20;

    private readonly ConfigOptions options;
    private readonly Option<TimeSpan?> time = GuardAccess.Duration("How long, such as 1h; it always ends.");
    private readonly Option<string?> from = new("--from") { Description = "The address that you work from; it gets in. Without it that of your SSH connection.", HelpName = "ADDRESS" };

    /// <summary>Makes the verbs.</summary>
    public PanicCommand(ConfigOptions options) : base("panic", "Lets nothing in but firewall.allow and whoever says so, for some time.")
    {
        this.options = options;
        time.Required = true;
        from.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !IPAddress.TryParse(text, out _))
                result.AddError($"--from takes an address such as 203.0.113.9; found \"{text}\".");
        });
        var on = Add("on", "Begins it. It ends within a minute, unless it is confirmed.", BeginAsync);
        on.Options.Add(time);
        on.Options.Add(from);
        Add("confirm", "Says that you still get in, so that it lasts its time.", (_, client, output, cancel) => AskAsync(client, output, new PanicRequest(PanicStep.Confirm), cancel));
        Add("off", "Ends it.", (_, client, output, cancel) => AskAsync(client, output, new PanicRequest(PanicStep.Off), cancel));
    }

    private Command Add(string name, string description, Func<ParseResult, GuardClient, StoreOutput, CancellationToken, Task> run)
    {
        var verb = new Command(name, description);
        verb.SetAction((command, cancel) => GuardAccess.RunAsync(options, command, async (client, output) =>
        {
            await run(command, client, output, cancel);
            return ExitCode.Ok;
        }, cancel));
        Subcommands.Add(verb);
        return verb;
    }

    private async Task BeginAsync(ParseResult command, GuardClient client, StoreOutput output, CancellationToken cancel)
    {
        var address = command.GetValue(from) ?? SshOrigin.Of(Environment.ProcessId);
        if (address is null)
            await WarnAsync(client, output, cancel);
        await AskAsync(client, output, new PanicRequest(PanicStep.On, (long)command.GetValue(time)!.Value.TotalSeconds, address ?? ""), cancel);
        output.Say($"Confirm it from a new connection: metrics panic confirm");
    }

    /// <summary>Whoever sits at the machine is not cut off, and anybody else must know that he may be.</summary>
    private static async Task WarnAsync(GuardClient client, StoreOutput output, CancellationToken cancel)
    {
        var state = await client.AskAsync<FirewallAnswer>(new FirewallRequest(), cancel);
        var others = state.Never.Where(one => !NeverReasons.IsOfMachine(one.Reason)).Select(one => $"{one.Network} ({one.Reason})").ToList();
        output.Error("From where you work is not known: neither this command nor what has started it has an SSH connection. "
            + (others.Count == 0 ? "Nobody gets in from afar." : $"From afar only these get in: {string.Join(", ", others.Take(MostNamed))}{(others.Count > MostNamed ? ", …" : "")}.")
            + " If you are elsewhere: metrics panic on --from ADDRESS");
    }

    private static async Task AskAsync(GuardClient client, StoreOutput output, PanicRequest request, CancellationToken cancel) =>
        output.Say($"{(await client.AskAsync<DoneAnswer>(request, cancel)).Sentence}");
}
