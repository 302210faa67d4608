using System.CommandLine;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;

namespace Metrics.Web.Commands;

/// <summary><c>metrics panic</c>: lets nothing in but what is never blocked.</summary>
internal sealed class PanicCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Option<TimeSpan?> time = GuardAccess.Duration("How long, such as 1h; it always ends.");

    /// <summary>Makes the verbs.</summary>
    public PanicCommand(ConfigOptions options) : base("panic", "Lets nothing in but firewall.allow and whoever says so, for some time.")
    {
        this.options = options;
        time.Required = true;
        Add("on", "Begins it. It ends within a minute, unless it is confirmed.", command => new PanicRequest(PanicStep.On, (long)command.GetValue(time)!.Value.TotalSeconds, GuardAccess.Here() ?? "")).Options.Add(time);
        Add("confirm", "Says that you still get in, so that it lasts its time.", _ => new PanicRequest(PanicStep.Confirm));
        Add("off", "Ends it.", _ => new PanicRequest(PanicStep.Off));
    }

    private Command Add(string name, string description, Func<ParseResult, PanicRequest> request)
    {
        var verb = new Command(name, description);
        verb.SetAction((command, cancel) => GuardAccess.RunAsync(options, command, async (client, output) =>
        {
            output.Say($"{(await client.AskAsync<DoneAnswer>(request(command), cancel)).Sentence}");
            if (name == "on")
                output.Say($"Confirm it from a new connection: metrics panic confirm");
            return ExitCode.Ok;
        }, cancel));
        Subcommands.Add(verb);
        return verb;
    }
}
