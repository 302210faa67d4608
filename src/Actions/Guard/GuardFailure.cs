namespace Metrics.Actions.Guard;

/// <summary>What those who ask the guard are told of a failure: what the system says has paths of root's in it, and is for the guard's log alone.</summary>
internal static class GuardFailure
{
    /// <summary>What is told of a failure whose text is not of our own making.</summary>
    public const string Unsaid = "It failed; the guard's log says why.";

    /// <summary>Whether the text of a failure is of our own making. The system's are of other types, or have the number of the system's error.</summary>
    public static bool IsOurs(Exception failure)
    {
        const int noSystemError = unchecked((int)0x80131620);
        return failure.GetType() == typeof(IOException) && failure.HResult == noSystemError;
    }

    /// <summary>What is told, as a sentence.</summary>
    public static string Text(Exception failure) => IsOurs(failure) ? failure.Message : Unsaid;
}
