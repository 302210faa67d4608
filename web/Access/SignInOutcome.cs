namespace Metrics.Web.Access;

/// <summary>What became of a name and a password.</summary>
/// <param name="IsRight">Whether they are right.</param>
/// <param name="Wait">How long to wait before anything is tried again; zero: no need.</param>
internal readonly record struct SignInOutcome(bool IsRight, TimeSpan Wait)
{
    /// <summary>They are right.</summary>
    public static readonly SignInOutcome Right = new(true, TimeSpan.Zero);

    /// <summary>They are wrong; it is not said which of the two.</summary>
    public static readonly SignInOutcome Wrong = new(false, TimeSpan.Zero);

    /// <summary>They were not looked at.</summary>
    public static SignInOutcome Later(TimeSpan wait) => new(false, wait);
}
