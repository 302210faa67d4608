namespace Metrics.Actions.Guard;

/// <summary>How many connections each user has: nobody takes those of another, so root gets in whatever the web process does.</summary>
internal sealed class GuardSeats
{
    /// <summary>The most connections of one user.</summary>
    public const int Most = 16;

    private readonly Dictionary<uint, int> taken = [];

    /// <summary>Takes one.</summary>
    /// <returns>Whether there was one left.</returns>
    public bool TryTake(uint user)
    {
        lock (taken)
        {
            var count = taken.GetValueOrDefault(user);
            if (count == Most)
                return false;
            taken[user] = count + 1;
            return true;
        }
    }

    /// <summary>Gives one back.</summary>
    public void Leave(uint user)
    {
        lock (taken)
            taken[user]--;
    }
}
