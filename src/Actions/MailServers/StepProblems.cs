using Metrics.Actions.Guard;

namespace Metrics.Actions.MailServers;

/// <summary>What could not be done of several steps, by what they were about. Each fails alone.</summary>
/// <param name="unsaid">Gets what failed without a text for others than root, and what it was about.</param>
/// <param name="before">Those that there are already.</param>
internal sealed class StepProblems(Action<string, Exception> unsaid, StepProblems? before = null)
{
    private readonly Dictionary<string, string> texts = before is null ? [] : new Dictionary<string, string>(before.texts);

    /// <summary>Whether all could be done.</summary>
    public bool IsEmpty => texts.Count == 0;

    /// <summary>What could not be done about something, as sentences; empty: nothing.</summary>
    public string this[string subject] => texts.GetValueOrDefault(subject, "");

    /// <summary>Does a step.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="step">The step.</param>
    public async Task TryAsync(string subject, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!GuardFailure.IsOurs(e))
                unsaid(subject, e);
            var (others, text) = (this[subject], GuardFailure.Text(e));
            if (!others.Contains(text, StringComparison.Ordinal))
                texts[subject] = others.Length == 0 ? text : $"{others} {text}";
        }
    }
}
