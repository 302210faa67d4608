using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Web.Firewall;

namespace Metrics.Web.Commands;

/// <summary><c>metrics blocks</c>: what is blocked.</summary>
internal sealed class BlocksCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Option<bool> json = StoreArguments.Json();

    /// <summary>Makes the verb.</summary>
    public BlocksCommand(ConfigOptions options) : base("blocks", "Lists what is blocked, the newest first, with the lists and the panic.")
    {
        this.options = options;
        Options.Add(json);
        SetAction(ListAsync);
    }

    private Task<int> ListAsync(ParseResult command, CancellationToken cancel) => GuardAccess.RunAsync(options, command, async (client, output) =>
    {
        var state = await client.AskAsync<FirewallAnswer>(new FirewallRequest(), cancel);
        var blocks = await AllAsync(client, cancel);
        if (command.GetValue(json))
        {
            output.Line(JsonSerializer.Serialize(FirewallDescription.Of(state, blocks), StoreOutput.Json));
            return ExitCode.Ok;
        }
        if (state.Problem is { } problem)
            output.Error(problem);
        if (state.Panic is { } panic)
            output.Say($"Panic: only what is never blocked gets in, for {FirewallWords.Left(panic.IsConfirmed ? panic.SecondsLeft : panic.SecondsToConfirm)}{(panic.IsConfirmed ? "" : ", unless it is confirmed")}.");
        if (blocks.Count > 0)
            Print(output, blocks, options.Load(command)?.Settings.Server.TimeZone ?? TimeZoneInfo.Utc);
        foreach (var list in state.Lists)
            output.Say($"List {list.Name}: {FirewallWords.Of(list)}");
        if (blocks.Count == 0)
            output.Say($"No address is blocked.");
        return ExitCode.Ok;
    }, cancel);

    private static void Print(StoreOutput output, IReadOnlyList<BlockContract> blocks, TimeZoneInfo zone)
    {
        var now = TimeProvider.System.GetUtcNow();
        output.Say($"{"Address",-43} {"Ends in",-12} {"Ends at",-19}  Why (times in {zone.Id})");
        foreach (var block in blocks)
        {
            var end = TimeZoneInfo.ConvertTime(now.AddSeconds(block.SecondsLeft), zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            output.Say($"{block.Address,-43} {FirewallWords.Left(block.SecondsLeft),-12} {end}  {block.Why}");
        }
    }

    private static async Task<IReadOnlyList<BlockContract>> AllAsync(GuardClient client, CancellationToken cancel)
    {
        var all = new List<BlockContract>();
        while (true)
        {
            var page = await client.AskAsync<BlocksAnswer>(new BlocksRequest(all.Count > 0 ? all[^1].Number : long.MaxValue), cancel);
            all.AddRange(page.Blocks);
            if (page.Blocks.Count < BlockRequest.Most)
                return all;
        }
    }
}
