namespace Metrics.Actions.Hold;

/// <summary>A hold of mail.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Level">How far it goes.</param>
/// <param name="IsArmed">Whether anything is done; otherwise it is told what would be.</param>
/// <param name="Cause">Why, for people.</param>
/// <param name="Who">Who began it; empty: a rule.</param>
/// <param name="Started">When.</param>
/// <param name="Ended">When it was over; null while it lasts.</param>
/// <param name="AcknowledgedBy">Who looks after it: nobody is reminded then; null: nobody has said so.</param>
/// <param name="ResumedBy">Who wants mail to go again; null: nobody does.</param>
/// <param name="Steps">Its steps so far.</param>
public sealed record HoldJob(
    long Id, HoldLevel Level, bool IsArmed, string Cause, string Who, DateTimeOffset Started, DateTimeOffset? Ended, string? AcknowledgedBy, string? ResumedBy, IReadOnlyList<HoldStepState> Steps)
{
    /// <summary>Whether a rule began it.</summary>
    public bool IsAutomatic => Who.Length == 0;

    /// <summary>Whether mail is to be held now.</summary>
    public bool Holds => IsArmed && Level > HoldLevel.Warn && Ended is null && ResumedBy is null;

    /// <summary>How it is now, as a sentence without its full stop. It says no more than was tried.</summary>
    public string Standing => this switch
    {
        { Ended: not null } => "No mail is held",
        { ResumedBy: { } who } => $"Mail is being resumed by {who}",
        { Holds: false } => "A warning is on its way, nothing is held",
        _ => Done(HoldStep.Verified) switch { null => "Mail is being held", { IsFailed: true } => "Mail may still go out", _ => "Mail is held" },
    };

    /// <summary>What a step has come to; null when it has not ended.</summary>
    public HoldStepState? Done(HoldStep step) => Steps.FirstOrDefault(one => one.Step == step && one.Ended is not null);

    /// <summary>Whether what was to be held is, as far as it was tried.</summary>
    public bool IsVerified => Done(HoldStep.Verified) is { IsFailed: false };

    /// <summary>When the last measure was taken; null while none was.</summary>
    public DateTimeOffset? Acted => new[] { HoldStep.Filtered, HoldStep.Held, HoldStep.Stopped }.Max(step => Done(step)?.Ended);

    /// <summary>The next step; null when there is none.</summary>
    public HoldStep? Next => ResumedBy is not null
        ? Done(HoldStep.Lifted) is null ? HoldStep.Lifted : null
        : Enum.GetValues<HoldStep>().Cast<HoldStep?>().FirstOrDefault(step => Has(step!.Value) && Done(step.Value) is null);

    private bool Has(HoldStep step) => step switch
    {
        HoldStep.Noted or HoldStep.Warned => true,
        HoldStep.Lifted => false,
        _ when !IsArmed => false,
        HoldStep.Filtered => Level >= HoldLevel.Filter,
        HoldStep.Stopped => Level >= HoldLevel.Stop,
        _ => Level >= HoldLevel.Hold,
    };
}

/// <summary>A step of a hold.</summary>
/// <param name="Step">Which.</param>
/// <param name="Begun">When it began.</param>
/// <param name="Ended">When it had ended; null: it is under way, or was broken off.</param>
/// <param name="Answer">What came of it.</param>
/// <param name="IsFailed">Whether that is not what was wanted.</param>
public sealed record HoldStepState(HoldStep Step, DateTimeOffset Begun, DateTimeOffset? Ended, string Answer, bool IsFailed);
