using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Control;
using Metrics.Web.Shares;

namespace Metrics.Web.Commands;

/// <summary><c>metrics share</c>: folders of graphs for people without a user.</summary>
internal sealed class ShareCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Argument<string> name = new("NAME") { Description = "The share." };
    private readonly Option<string[]> graphs = List("--graphs", "Names of graphs, patterns such as net.*, sections such as section:thermal; with commas.");
    private readonly Option<string[]> ranges = List("--ranges", "Of 6h, day, week, month and year; all but 6h where it is left out.");
    private readonly Option<string[]> frames = List("--frames", "Origins whose pages may show it in a frame, such as https://www.example.net.");
    private readonly Option<string> title = Text("--title", "What visitors read on top.");
    private readonly Option<string> note = Text("--note", "A note for you.");
    private readonly Option<string> until = Text("--until", "The last day, such as 2026-06-30.");
    private readonly Option<string?> user = new("--user") { Description = "The visitor's name; asks for a password. Without it the share is a link.", HelpName = "USER" };

    /// <summary>Makes the verbs.</summary>
    public ShareCommand(ConfigOptions options) : base("share", "Shares graphs with people who have no user, whether the server runs or not.")
    {
        this.options = options;
        graphs.Required = true;
        var add = new Command("add", "Shares graphs; prints the address.") { name, graphs, ranges, title, note, until, user, frames };
        add.SetAction(Add);
        Subcommands.Add(add);
        var json = StoreArguments.Json();
        var list = new Command("list", "Lists the shares with their uses.") { json };
        list.SetAction(command => Print(command, command.GetValue(json)));
        Subcommands.Add(list);
        var revoke = new Command("revoke", "Ends a share at once and for good.") { name };
        revoke.SetAction(Revoke);
        Subcommands.Add(revoke);
    }

    private int Add(ParseResult command) => StateAccess.Run(options, command, (state, settings, output) =>
    {
        var draft = new ShareDraft(
            command.GetRequiredValue(name), command.GetValue(title) ?? "", command.GetValue(note) ?? "", ShareScope.Of(string.Join(' ', command.GetRequiredValue(graphs))),
            [.. command.GetValue(ranges) ?? []], command.GetValue(until) ?? "", command.GetValue(user), [.. command.GetValue(frames) ?? []]);
        var faults = draft.Faults(TimeProvider.System.GetUtcNow(), settings.Server.TimeZone).ToList();
        foreach (var fault in faults)
            output.Error(fault);
        if (faults.Count > 0)
            return ExitCode.Usage;
        string? hash = null;
        if (draft.User is not null)
        {
            if (PasswordInput.Read(ShareDraft.ShortestPassword, command.InvocationConfiguration.Error) is not { } password)
                return ExitCode.Failed;
            using var passwords = new Passwords();
            hash = passwords.Hash(password);
        }
        var shares = new ShareDirectory(state, TimeProvider.System);
        if (!shares.Add(draft, hash, Environment.UserName, settings.Server.TimeZone))
        {
            output.Error(shares.Find(draft.Name) is null ? $"There are {ShareDirectory.MostShares} shares, more than that are not kept: revoke one." : $"There is a share {draft.Name} already.");
            return ExitCode.Failed;
        }
        output.Say($"{Address(settings)}/{shares.Find(draft.Name)!.Path(ShareLinks.Of(settings.Store.Path))}");
        if (Doubt(draft.Scope, settings) is { } doubt)
            output.Error(doubt);
        return ExitCode.Ok;
    });

    /// <summary>What of a scope is not there, as a sentence; null when all of it is.</summary>
    private static string? Doubt(ShareScope scope, MetricsSettings settings)
    {
        try
        {
            using var session = StoreSession.Open(settings, create: false, look: true);
            var unmatched = session.Ask<UnmatchedAnswer>(new UnmatchedRequest(scope.Patterns)).Patterns;
            session.Close();
            return unmatched.Count == 0 ? null : ShareWords.Unmatched(unmatched);
        }
        catch (Exception e) when (e is ControlRefusedException or IOException or UnauthorizedAccessException)
        {
            return $"Whether its graphs are there was not looked at: {e.Message}";
        }
    }

    private int Print(ParseResult command, bool isJson) => StateAccess.Run(options, command, (state, settings, output) =>
    {
        var shares = new ShareDirectory(state, TimeProvider.System).All.ToList();
        var links = ShareLinks.Of(settings.Store.Path);
        var now = TimeProvider.System.GetUtcNow();
        if (isJson)
        {
            output.Line(JsonSerializer.Serialize(shares.Select(share => new
            {
                share.Name,
                share.Title,
                share.Note,
                Address = ShareWords.IsOpen(share, now) ? $"{Address(settings)}/{share.Path(links)}" : null,
                Graphs = share.Scope.Patterns,
                Ranges = share.Ranges.Select(range => range.Name),
                share.User,
                share.Frames,
                State = ShareWords.State(share, now),
                share.Until,
                share.Created,
                share.CreatedBy,
                share.Revoked,
                share.Uses,
                share.LastUse,
            }), StoreOutput.Json));
            return ExitCode.Ok;
        }
        foreach (var share in shares)
        {
            var end = share.Until is { } last ? $"until {ShareWords.LastDay(last, settings.Server.TimeZone)}" : "no end";
            var used = share.LastUse is { } use ? $"{share.Uses} uses, the last {StoreOutput.Time(use)}" : "never used";
            output.Say($"{share.Name,-16} {ShareWords.State(share, now),-8} {end}, {used}");
            if (share.Note.Length > 0)
                output.Say($"    {share.Note}");
            output.Say($"    {share.Scope} ({string.Join(", ", share.Ranges.Select(range => range.Name))})");
            if (ShareWords.IsOpen(share, now))
                output.Say($"    {Address(settings)}/{share.Path(links)}{(share.User is null ? "" : $" for {share.User}")}");
        }
        if (shares.Count == 0)
            output.Say($"Nothing is shared.");
        return ExitCode.Ok;
    });

    private int Revoke(ParseResult command) => StateAccess.Run(options, command, (state, _, output) =>
    {
        var share = command.GetRequiredValue(name);
        if (!new ShareDirectory(state, TimeProvider.System).Revoke(share))
        {
            output.Error($"There is no share {share}, or it is revoked already.");
            return ExitCode.Failed;
        }
        output.Say($"{share} is revoked.");
        return ExitCode.Ok;
    });

    /// <summary>Where people reach the server, as far as the configuration tells.</summary>
    private static string Address(MetricsSettings settings) => settings.Server.Hosts is [var host, ..]
        ? $"https://{host}{settings.Server.BasePath}"
        : $"{(settings.Server.Certificate.Length > 0 ? "https" : "http")}://{settings.Server.Listen[0]}{settings.Server.BasePath}";

    private static Option<string[]> List(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "LIST",
        CustomParser = result => [.. result.Tokens.SelectMany(Parts)],
    };

    private static string[] Parts(Token token) => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Option<string> Text(string name, string description) => new(name) { Description = description, HelpName = "TEXT" };
}
