using System.Diagnostics;
using Metrics.Actions.Outbox;

namespace Metrics.Actions.Alerts;

/// <summary>Runs programs with the JSON document as their input: no shell, so nothing in a name from outside is ever a command. Taken is what ends with 0.</summary>
/// <param name="settings">Who is told.</param>
public sealed class CommandChannel(AlertSettings settings) : IChannel
{
    /// <summary>Its name in the outbox.</summary>
    public const string Name = "command";

    /// <inheritdoc/>
    public string Way => Name;

    /// <inheritdoc/>
    public TimeSpan Patience => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        if (settings.Current.Receivers.FirstOrDefault(one => one.Name == message.Target) is not { Command: { IsEmpty: false } command })
            return Delivery.Failed($"alert.{message.Target} has no command any more.");
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        start.Environment.Remove("CREDENTIALS_DIRECTORY");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        Process process;
        try
        {
            process = ChildProgram.Start(start);
        }
        catch (IOException e)
        {
            return Delivery.Failed(e.Message);
        }
        using (process)
            try
            {
                await ChildProgram.FeedAsync(process, message.Content, patience.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? Delivery.Taken("ended with 0") : Delivery.Failed($"{command[0]} ended with {process.ExitCode}.");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return Delivery.Failed($"{command[0]} did not end within {Patience.TotalSeconds:0} s and was ended.");
            }
    }
}
