namespace Metrics.Web.Tests;

/// <summary>For what another process does in its own time.</summary>
internal static class Waiting
{
    /// <summary>Asks until it is so; a server that does not answer yet is no fault.</summary>
    /// <param name="condition">What is to become true.</param>
    /// <param name="failure">What to say when it does not.</param>
    /// <param name="seconds">How long that may take at least.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string failure, int seconds = 30)
    {
        for (var attempt = 0; attempt < 10 * seconds; attempt++)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(100);
        }
        Assert.Fail(failure);
    }
}
