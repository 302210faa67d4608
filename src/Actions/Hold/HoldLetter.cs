using System.Collections.Immutable;
using Metrics.Actions.Mail;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Hold;

/// <summary>What is said of a hold. A subject never says more than is known.</summary>
internal static class HoldLetter
{
    private const int MostSenders = 10;

    /// <summary>What is said before anything is done.</summary>
    public static MailContent Warning(HoldJob job, string server, string link, QueueSummary queue) => Make(
        $"{(job.Level == HoldLevel.Warn ? "Much mail goes out" : job.IsArmed ? "Mail is being held" : "Mail would be held")} ({server})", job, link,
        [
            Cause(job),
            job.Level == HoldLevel.Warn ? "Nothing is held." : job.IsArmed ? $"What is done now: {Done(job.Level)}." : $"What would be done: {Done(job.Level)}. {HowToArm}",
            job.Done(HoldStep.Noted) is { IsFailed: true, Answer: var answer } ? answer : "",
        ],
        [.. Senders(queue)]);

    /// <summary>What is said when it is done, or as much of it as could be done.</summary>
    public static MailContent Report(HoldJob job, string server, string link) => Make(
        $"{(job.IsVerified ? "Mail is held" : "Mail may still go out")} ({server})", job, link,
        [
            Cause(job),
            job.IsVerified ? $"What is done: {Done(job.Level)}." : $"What is wanted: {Done(job.Level)}. Not all of it is so; it is tried again every few seconds.",
            .. job.Steps.Where(step => step.IsFailed && step.Step is HoldStep.Filtered or HoldStep.Held or HoldStep.Stopped).Select(step => step.Answer).Distinct(),
            job.Done(HoldStep.Verified)?.Answer ?? "",
            HowToResume,
        ],
        []);

    /// <summary>What is said again and again until somebody does something.</summary>
    public static MailContent Reminder(HoldJob job, string server, string link, DateTimeOffset now) => Make(
        $"{(job.IsVerified ? "Mail is still held, for" : "Mail may still go out, after")} {Alerts.AlertLetter.Length(now - job.Started)} ({server})", job, link,
        [Cause(job), job.Done(HoldStep.Verified)?.Answer ?? "", HowToResume], []);

    /// <summary>What is said when mail goes again.</summary>
    public static MailContent Over(HoldJob job, string server, string link, MailState state, DateTimeOffset now)
    {
        var problems = state.Problems.ToList();
        return Make(
            $"{(problems.Count == 0 ? "Mail goes again" : "Mail does not all go again yet")} ({server})", job, link,
            [
                $"Resumed by {job.ResumedBy}. {(problems.Count == 0 ? $"No longer so: {Done(job.Level)}." : "Not all of the hold could be undone; it is tried again every few seconds.")}",
                .. problems,
                .. HoldProgress.Of(state, now),
            ],
            []);
    }

    /// <summary>How dry-run ends.</summary>
    public const string HowToArm = "This is a dry run: nothing is done. To arm it, set armed = true in the section [hold] and reload Metrics and its guard: systemctl reload metrics metrics-guard.";

    private const string HowToResume = "Nothing was deleted. What is held stays so, over restarts too, until somebody resumes it: with \"metrics hold resume\", or on the page of the mail hold.";

    private static string Cause(HoldJob job) => job.IsAutomatic ? $"The reason: {job.Cause}." : $"Asked for by {job.Who}{(job.Cause.Length > 0 ? $": {job.Cause}" : "")}.";

    private static string Done(HoldLevel level) => level switch
    {
        HoldLevel.Hold => "the mail servers take mail and deliver nothing to other machines",
        HoldLevel.Filter => "nothing on this machine but Metrics reaches mail servers elsewhere, and the mail servers take mail and deliver nothing to others",
        _ => "nothing on this machine but Metrics reaches mail servers elsewhere, and the mail servers are stopped",
    };

    private static IEnumerable<MailTable> Senders(QueueSummary queue) => queue.Senders.Count == 0
        ? []
        : [new MailTable($"{queue.Messages} messages wait; senders with most of them", [.. queue.Senders.Take(MostSenders).Select(one => ImmutableArray.Create(one.Sender, $"{one.Messages}"))])];

    private static MailContent Make(string subject, HoldJob job, string link, ImmutableArray<string> sentences, ImmutableArray<MailTable> tables) =>
        new(subject, [new MailSection("", [.. sentences.Where(sentence => sentence.Length > 0)]) { Tables = tables }], link) { Thread = $"hold {job.Id}" };
}
